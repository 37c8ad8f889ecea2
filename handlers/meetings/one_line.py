"""What a line after /newmeeting answers of the form (G1)."""

from handlers.routing.request import Request
from twg.language.meeting_lines import read_meeting_line


def typed_in_line(request: Request, text: str) -> dict[str, str]:
    """Answers that the line gives. A day or time that it leaves open is given in its words, so that it is asked."""
    line = read_meeting_line(text, today=request.today)
    day_open = line.moment.names_day and line.day is None
    answers = {
        "title": line.title,
        "kind": "" if line.kind is None else str(line.kind.value),
        "day": line.when if day_open else "" if line.day is None else line.day.isoformat(),
        "at": line.at or (line.when if line.moment.times or line.moment.odd else ""),
        "duration": "" if line.duration_min is None else f"{line.duration_min} min",
        "place": line.place,
    }
    return {name: answer for name, answer in answers.items() if answer}
