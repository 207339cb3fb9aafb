"""The incidents of a service desk, as ServiceNow's audit log has them.

The log has a row for each change of an incident; the columns are those of the "Incident
management process enriched event log" (UCI, doi 10.24432/C57S4H). Each incident becomes
a case. What the log does not have is not made up: no message was kept, so that there is
no first response; and whether an incident was in time (``made_sla``) is worked out
here, by a service level of one's own.
"""

from typing import Final

SOURCE: Final = "servicenow"
