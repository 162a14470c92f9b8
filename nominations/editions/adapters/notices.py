"""What an edition says to people besides its forms: the wording of consent, and the schedule of reminders."""

from nominations.editions.adapters import forms
from nominations.editions.adapters.toml_nodes import Table
from nominations.editions.rules.edition import ConsentWording
from nominations.editions.rules.reminders import EVENT_OF, Audience, Event, Reminder

_MOST_HOURS = 24 * 366


def consent(main: Table) -> ConsentWording | None:
    """What nominees are asked to agree to; None where the edition sends no such link."""
    table = main.table("consent", needed=False)
    if table is None:
        return None
    made = ConsentWording(table.text("version"), table.words("text"))
    table.close()
    return made


def reminders(main: Table) -> tuple[Reminder, ...]:
    """The schedule, in the order of the file."""
    tables = main.tables("reminder")
    found = tuple(_reminder(each) for each in tables)
    forms.unique(tables, [made.key for made in found], "reminder")
    return found


def _reminder(table: Table) -> Reminder:
    audience = forms.among(table, "audience", tuple(Audience), "")
    event = forms.among(table, "event", tuple(Event), "")
    hours = table.number("hours")
    if audience in tuple(Audience) and event in tuple(Event) and EVENT_OF[Audience(audience)] != event:
        table.wrong(f"The audience “{audience}” is reminded of “{EVENT_OF[Audience(audience)]}”.", "event")
    if not -_MOST_HOURS <= hours <= _MOST_HOURS or hours == 0:
        table.wrong("“hours” counts from the event, below zero before it, a year at the most.", "hours")
    made = Reminder(
        key=forms.key_of(table),
        event=Event(event) if event in tuple(Event) else Event.CLOSE,
        hours=hours,
        audience=Audience(audience) if audience in tuple(Audience) else Audience.UNFINISHED_DRAFTS,
        template=forms.key_of(table, name="template"),
        on=table.flag("on", True),
        text=table.words("text", needed=False),
    )
    table.close()
    return made
