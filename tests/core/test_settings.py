"""Settings: defaults, environment, secrets, and the sentences when something is wrong."""

import stat
import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from nominations.core import settings
from nominations.core.adapters import clock
from nominations.core.settings import BadSettings, Mode, load_settings

EARNEST = {"NOMINATIONS_SECRET_KEY": "x" * 32, "NOMINATIONS_PUBLIC_ADDRESS": "https://award.example.org/"}
PLAY = {"NOMINATIONS_MODE": "demonstration"}
LINES = (settings.config_folder() / "default.toml").read_text("utf-8").splitlines()


def test_every_default_has_a_field_and_every_field_a_default():
    assert set(tomllib.loads("\n".join(LINES))) == set(settings.KEYS)


def test_every_default_follows_a_comment_or_a_neighbour_that_does():
    keys = [number for number, line in enumerate(LINES) if line and not line.startswith("#")]

    assert [LINES[number] for number in keys if not LINES[number - 1]] == []


def test_secrets_are_empty_in_the_file_and_not_in_the_repr(tmp_path):
    defaults = tomllib.loads("\n".join(LINES))
    loaded = load_settings(tmp_path, EARNEST | {"NOMINATIONS_DATABASE_URL": "postgresql://a:hidden@b/c"})

    assert {defaults[key] for key in settings.SECRETS} == {""}
    assert ("x" * 32 in repr(loaded), "hidden" in repr(loaded)) == (False, False)


def test_the_environment_wins_over_the_file_and_an_override_over_both(tmp_path):
    environ = {"NOMINATIONS_PORT": "81", "NOMINATIONS_WORKERS": "3", "NOMINATIONS_TRUSTED_HOSTS": "a.org, b.org"}

    loaded = load_settings(tmp_path, EARNEST | environ, {"port": 82})

    assert (loaded.port, loaded.workers, loaded.trusted_hosts, loaded.log_level) == (82, 3, ("a.org", "b.org"), "info")


def test_what_is_left_empty_lies_in_the_data_folder(tmp_path):
    loaded = load_settings(tmp_path / "new", EARNEST)

    assert (loaded.database_url, loaded.files_url, loaded.queue_url) == (
        f"sqlite:///{tmp_path}/new/nominations.db", f"file://{tmp_path}/new/files",
        f"sqlite:///{tmp_path}/new/queue.db",
    )
    assert (loaded.mode, loaded.trusted_hosts, loaded.is_secure) == (Mode.PRODUCTION, ("award.example.org",), True)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        (EARNEST | {"NOMINATIONS_PROT": "1"}, "no setting NOMINATIONS_PROT"),
        (EARNEST | {"NOMINATIONS_PORT": "http"}, "NOMINATIONS_PORT is a whole number"),
        (EARNEST | {"NOMINATIONS_PORT": "-1"}, "NOMINATIONS_PORT is not less than 0"),
        (EARNEST | {"NOMINATIONS_LOG_LEVEL": "loud"}, "NOMINATIONS_LOG_LEVEL is one of"),
        (EARNEST | {"NOMINATIONS_MODE": "test"}, "NOMINATIONS_MODE is production or demonstration"),
        (EARNEST | {"NOMINATIONS_SECRET_KEY": ""}, "must hold NOMINATIONS_SECRET_KEY"),
        (EARNEST | {"NOMINATIONS_SECRET_KEY": "short"}, "at least 32 characters"),
        (EARNEST | {"NOMINATIONS_SMTP_USER": "me"}, "must hold NOMINATIONS_SMTP_PASSWORD"),
        (EARNEST | {"NOMINATIONS_FILES_URL": "s3://b"}, "must hold NOMINATIONS_S3_ACCESS_KEY, N"),
        (EARNEST | {"NOMINATIONS_PUBLIC_ADDRESS": ""}, "needs NOMINATIONS_PUBLIC_ADDRESS"),
        (EARNEST | {"NOMINATIONS_PUBLIC_ADDRESS": "http://a.org"}, "begins with https://"),
        (EARNEST | {"NOMINATIONS_PUBLIC_ADDRESS": "award"}, "is an address like"),
    ],
)
def test_an_invalid_setting_is_reported_in_a_sentence_with_the_variable(tmp_path, environ, sentence):
    with pytest.raises(BadSettings, match=sentence):
        load_settings(tmp_path, environ)


def test_a_demonstration_makes_its_secret_once_and_for_itself_alone(tmp_path):
    first, second = load_settings(tmp_path, PLAY), load_settings(tmp_path, PLAY)

    assert len(first.secret_key) >= 32
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]


def test_a_folder_with_a_demonstrations_clock_is_a_demonstration_and_never_earnest(tmp_path):
    clock.set_demonstration_time(load_settings(tmp_path, PLAY), datetime(2025, 11, 24, 8, tzinfo=UTC))

    assert load_settings(tmp_path, {}).mode is Mode.DEMONSTRATION
    with pytest.raises(BadSettings, match="holds a demonstration"):
        load_settings(tmp_path, EARNEST | {"NOMINATIONS_MODE": "production"})


def test_the_demonstrations_clock_stands_where_it_was_set_and_runs_on(tmp_path):
    loaded = load_settings(tmp_path, PLAY)
    now = clock.make_clock(loaded)
    for instant in (datetime(2025, 11, 24, 8, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)):
        before = clock.monotonic()
        clock.set_demonstration_time(loaded, instant)

        runs_on = now() - instant
        passed = timedelta(seconds=clock.monotonic() - before, milliseconds=1)
        assert timedelta(0) <= runs_on <= passed


def test_the_clock_in_earnest_is_the_machines_and_cannot_be_set(tmp_path):
    loaded = load_settings(tmp_path, EARNEST)

    instants = [clock.machine_time(), clock.make_clock(loaded)(), clock.machine_time()]
    assert instants == sorted(instants)
    with pytest.raises(BadSettings, match="Only a demonstration"):
        clock.set_demonstration_time(loaded, datetime(2025, 11, 24, tzinfo=UTC))


def test_a_broken_clock_file_is_named(tmp_path):
    loaded = load_settings(tmp_path, PLAY)
    loaded.clock_file.write_text("{}")

    with pytest.raises(BadSettings, match=r"clock\.json does not hold an offset"):
        clock.make_clock(loaded)()


def test_papers_of_a_demonstration_lead_to_where_it_is_served(tmp_path):
    served = load_settings(tmp_path, PLAY, {"port": 9001}, listens=True)
    settings.keep_address(served)

    assert load_settings(tmp_path, PLAY).public_address == served.public_address == "http://127.0.0.1:9001"
    # What somebody sets now wins, and a server listens where it is told to.
    assert load_settings(tmp_path, PLAY | {"NOMINATIONS_PORT": "9002"}).public_address == "http://127.0.0.1:9002"
    assert load_settings(tmp_path, PLAY, listens=True).public_address == load_settings(
        tmp_path / "new", PLAY
    ).public_address


def test_production_takes_no_address_that_was_kept(tmp_path):
    settings.keep_address(load_settings(tmp_path, EARNEST | {"NOMINATIONS_PUBLIC_ADDRESS": "https://kept.example.org"}))

    with pytest.raises(BadSettings, match="NOMINATIONS_PUBLIC_ADDRESS"):
        load_settings(tmp_path, {"NOMINATIONS_SECRET_KEY": "x" * 32})
    assert load_settings(tmp_path, EARNEST).public_address == "https://award.example.org"
