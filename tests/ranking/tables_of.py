"""Tables with known answers, and invented panels of any size."""

import csv
import json
import random
from pathlib import Path

from nominations.ranking.analysis.input import AnalysisInput, Criterion, Group, Review, Score

TABLES = Path(__file__).parent / "tables"
CRITERIA = tuple(Criterion(key, weight) for key, weight in (("a", 40), ("b", 35), ("c", 25)))


def scores(name: str, **only: str) -> list[Score]:
    """The rows of a table whose columns hold these values."""
    with (TABLES / f"{name}.csv").open(newline="") as file:
        return [
            Score(row["file"], row["reviewer"], float(row["value"])) for row in csv.DictReader(file)
            if all(row[key] == value for key, value in only.items())
        ]


def square(given: list[Score]) -> list[list[float]]:
    """A complete table, a row per file."""
    cells = {(score.file, score.reviewer): score.value for score in given}
    people = sorted({score.reviewer for score in given})
    return [[cells[file, person] for person in people] for file in sorted({score.file for score in given})]


def people_and_raters() -> list[list[int]]:
    """Twenty people, three raters, many ties."""
    return json.loads((TABLES / "anxiety_20x3.json").read_text())["table"]


def panel(
    files: int, reviewers: int, reviews_of_file: int, *,
    seed: int = 1, places: int = 5, severity: float = 0.8, **more: object,
) -> AnalysisInput:
    """Files of different worth, marked by reviewers of different severity."""
    chance = random.Random(seed)
    worth = [chance.gauss(6, 1.3) for _ in range(files)]
    strict = [chance.gauss(0, severity) for _ in range(reviewers)]
    reviews = [
        Review(f"F{i:03}", f"R{j:02}", tuple(
            max(0, min(10, round(worth[i] + strict[j] + chance.gauss(0, 1)))) for _ in CRITERIA
        ))
        for i in range(files) for j in sorted(chance.sample(range(reviewers), reviews_of_file))
    ]
    return AnalysisInput(CRITERIA, tuple(f"F{i:03}" for i in range(files)), tuple(reviews), places, **more)


def input_of(marks: dict[str, dict[str, tuple[int | None, ...]]], places: int = 1, **more: object) -> AnalysisInput:
    """`{file: {reviewer: marks}}` as a question."""
    return AnalysisInput(
        CRITERIA, tuple(marks),
        tuple(Review(file, person, given) for file, row in marks.items() for person, given in row.items()), places,
        **more,
    )


def every_third(question: AnalysisInput) -> Group:
    return Group("region", "coast", question.files[::3])
