"""What forms about a paper are about."""

from handlers.forms.form import about_row
from handlers.meetings.subjects import about_meeting
from storage.papers import Paper
from twg.meetings.access import access_meeting
from twg.papers import access

PAPER = about_row(Paper, access.access_paper, lambda paper: paper.title)
MEETING = about_meeting(access_meeting)
