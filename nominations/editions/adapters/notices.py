"""Reads the wording of consent and the schedule of reminders from an edition's files."""

from nominations.editions.adapters import forms
from nominations.editions.adapters.toml_nodes import Table
from nominations.editions.rules.edition import ConsentWording
from nominations.editions.rules.reminders import EVENT_OF, Audience, Event, Reminder

_MOST_HOURS = 24 * 366


def read_consent(main: Table) -> ConsentWording | None:
    """What nominees are asked to agree to; None where the edition does not ask them by link."""
    table = main.table("consent", needed=False)
    if table is None:
        return None
    wording = ConsentWording(table.text("version"), table.words("text"))
    table.close()
    return wording


def read_reminders(main: Table) -> tuple[Reminder, ...]:
    """The schedule, in the order of the file."""
    tables = main.tables("reminder")
    schedule = tuple(_reminder(reminder_table) for reminder_table in tables)
    forms.check_unique(tables, [reminder.key for reminder in schedule], "reminder")
    return schedule


def _reminder(table: Table) -> Reminder:
    audience = forms.read_choice(table, "audience", tuple(Audience), "")
    event = forms.read_choice(table, "event", tuple(Event), "")
    hours = table.number("hours")
    if audience in tuple(Audience) and event in tuple(Event) and EVENT_OF[Audience(audience)] != event:
        table.wrong(f"The audience “{audience}” is reminded of “{EVENT_OF[Audience(audience)]}”.", "event")
    if not -_MOST_HOURS <= hours <= _MOST_HOURS or hours == 0:
        table.wrong("“hours” counts from the event, below zero before it, a year at the most.", "hours")
    reminder = Reminder(
        key=forms.read_key(table),
        event=Event(event) if event in tuple(Event) else Event.CLOSE,
        hours=hours,
        audience=Audience(audience) if audience in tuple(Audience) else Audience.UNFINISHED_DRAFTS,
        template=forms.read_key(table, name="template"),
        on=table.flag("on", True),
        text=table.words("text", needed=False),
    )
    table.close()
    return reminder
