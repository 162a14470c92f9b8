"""How many SQL statements a page runs: the same number for a few rows as for a thousand."""

from sqlalchemy import event

from bench.client import hidden
from bench.pages import PAGES, SAVE, Request, Stage

_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def count(on: Stage) -> dict[str, tuple[int, int]]:
    """Statements and status of the second request for each page: the first one fills what is kept in memory."""
    executed: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(_NOT_COUNTED):
            executed.append(statement)

    engine = on.app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    counts = {}
    # A reviewer with a draft and a submitted card is offered the next file, in a small world as in a large one.
    saving = next(page for page in PAGES if page.name == SAVE).lanes(on, 1, 1)[0][0]
    _ask(on, saving, _fill_form(on, saving))
    for page in PAGES:
        for request in page.lanes(on, 1, 2)[0]:
            form = _fill_form(on, request)
            executed.clear()
            status = _ask(on, request, form)
            counts[page.name] = len(executed), status
    event.remove(engine, "before_cursor_execute", note)
    return counts


def _fill_form(on: Stage, request: Request) -> dict[str, str]:
    if "form" not in request:
        return {}
    page = on.app.test_client(use_cookies=False).get(request["before"], headers=request["headers"])
    return request["form"] | hidden(page.get_data(as_text=True))


def _ask(on: Stage, request: Request, form: dict[str, str]) -> int:
    return on.app.test_client(use_cookies=False).open(
        request["path"], method=request["method"], headers=request["headers"], data=form or None
    ).status_code
