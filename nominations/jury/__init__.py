"""The jury: the chair's desk, the nominations of a round as the chair reads them, their reviews side by
side, and the agenda of a meeting.

`PUBLIC` names the modules that other packages may use; a meeting enters by `queries.agenda.load_agenda`.
"""

PUBLIC = ()
