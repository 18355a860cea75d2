"""The command that says what the year will come to."""

from __future__ import annotations

import argparse

from xl_recoup.cli.command import AS_AT, BOOK, IN_PLACE_OR, REPLACE, command
from xl_recoup.reporting.answer import Answer, of_run
from xl_recoup.reporting.terminal import Reporter


@command(
    "forecast",
    "what the year comes to on 31 March, and how many places are needed",
    BOOK,
    IN_PLACE_OR,
    REPLACE,
    AS_AT,
)
def forecast(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Fill and show the sheets Forecast, Demand and Service position, and say it in words."""
    from xl_recoup.files.forecast_file import forecast_file
    from xl_recoup.outputs.forecast_words import forecast_json, forecast_text

    target, told = options.output or options.book, list[str]()
    result = forecast_file(
        options.book,
        target,
        as_at=options.as_at,
        progress=reporter.progress,
        tell=told.append,
        replace=options.replace,
    )
    paragraphs = [f"{part}\n" for part in forecast_text(result)]
    written = f"Written to {target}."
    said = forecast_json(result)
    return of_run(
        result,
        *paragraphs,
        written,
        output=target,
        told=told,
        forecast=said["forecast"],
        demand=said["demand"],
        positions=said["positions"],
    )
