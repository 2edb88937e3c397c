"""`python -m benchmarks [NAME …]`: measures all, or those named; writes RESULTS.md when all were measured."""

import sys

from benchmarks import importing, pages, question_page, report, search, sweeping
from benchmarks.report import Section

ALL = {
    "question_page": question_page.run,
    "pages": pages.run,
    "search": search.run,
    "sweep": sweeping.run,
    "import": importing.run,
}


def main(names: list[str]) -> int:
    """1 where something is outside its limit."""
    sections = []
    for name in names or ALL:
        section = ALL[name]()
        sections.append(section)
        _show(section)
    if not names:
        report.write(sections)
    return 0 if all(result.good for section in sections for result in section.results) else 1


def _show(section: Section) -> None:
    print(f"\n{section.title}")
    for result in section.results:
        print(f"  {result.what:<72} {result.shown:>10}  {result.limit:<10} {result.verdict} {result.note}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
