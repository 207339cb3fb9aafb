"""The Complete Journey: a retailer's year, as its package has it.

2,469 households, 155,848 baskets and 1.47 million lines of 2017, with campaigns and
coupon redemptions. Its packager calls the data simulated on real patterns, and so
must whoever shows figures made from it (`NOTE`).
"""

from typing import Final

SOURCE: Final = "completejourney"
PROGRAMME: Final = "journey"
NOTE: Final = "Complete Journey: simulated on real patterns, as its packager says"
