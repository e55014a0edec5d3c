"""Words that the command line offers, most of targets.csv; nothing is imported here, so that its help is quick."""

# Where targets were set, in the order scorecards have them; the last: any other document of the place.
ORIGINS = ("interview", "resolution", "programme", "congress", "provincial-plan", "annual-plan", "national")
ORIGINS += ("other-province",)
PERIODS = ("each_year", "average", "cumulative")  # read over the years from `since` to `by`
BASES = ("by_year", "in_year", *PERIODS)
LEVELS = ("all", "province", "district", "commune")  # of figures too
TARGET_LEVELS = (*LEVELS, "national")
STANDINGS = ("in_force", "superseded", "variant", "context")
KINDS = ("level", "rate", "share", "count")  # of the figures of a reader's own series
