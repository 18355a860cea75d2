"""Tests of `xl_recoup.comparison`."""
