"""Tests of `xl_recoup.forum_paper`."""
