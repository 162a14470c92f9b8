"""The jury: the chair's desk, and the nominations of a round as the chair reads them.

`PUBLIC` names the modules that other packages may use.
"""

PUBLIC = ()
