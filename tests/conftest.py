"""For all tests: no example fails because a busy machine took its time."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
