"""Letters that no font of a paper has, written as their numbers, so that no name is lost."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import typst

SAID = (
    "Some letters are not in the fonts of this paper. Each stands as its Unicode number, such as"
    " {example}."
)
EACH_LETTER = b"""#set document(title: "Letters")
#for each in sys.inputs.letters.codepoints() [#each\n\n]"""
REFUSED = re.compile(r'the text `"(.*?)"` could not be displayed')
NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")


def spelled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a paper with such letters as [U+4E2D], and as `spelled` what says so."""
    lacking = _lacking("".join(sorted({letter for text in _texts(data) for letter in text})))
    if not lacking:
        return dict(data)
    runs = re.compile(f"[{''.join(map(re.escape, sorted(lacking)))}]+")
    example = next(run for text in _texts(data) for run in runs.findall(text))
    said = SAID.format(example=_numbers(example))
    return {**_written(data, runs), "spelled": said}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _written(value: Any, runs: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return runs.sub(lambda run: _numbers(run[0]), value)
    if isinstance(value, Mapping):
        return {name: _written(each, runs) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_written(each, runs) for each in value]
    return value


def _numbers(letters: str) -> str:
    return f"[{' '.join(f'U+{ord(each):04X}' for each in letters)}]"


def _lacking(letters: str) -> set[str]:
    """Those that no font of ours has: the standard for accessible files names each of them."""
    try:
        typst.compile(
            EACH_LETTER, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True,
            sys_inputs={"letters": letters},
        )  # fmt: skip
    except typst.TypstError as error:
        refused = REFUSED.findall(error.diagnostic)
        named = {NUMBERED.sub(lambda found: chr(int(found[1], 16)), each) for each in refused}
        return named & set(letters)
    return set()
