"""`policylint init`: a first datasheet, out of what is already there and a few answers."""

from __future__ import annotations

import os

from policylint.commands.terminal import answers, ask, complain, note, out, save, save_new, shown
from policylint.drafting.automation import HOOKS, WORKFLOW, WORKFLOW_FILE, hook, with_hook
from policylint.drafting.evidence import Evidence, look_around
from policylint.drafting.interview import Question, questions
from policylint.drafting.sheet import NAME, drafted
from policylint.errors import PolicylintError
from policylint.lean import NamedTuple
from policylint.reading import text_of

_MOST_TRIES = 5


class Options(NamedTuple):
    """The options of `init`."""

    folder: str = "."
    yes: bool = False
    dry_run: bool = False
    source: str | None = None
    hook: bool = False
    workflow: bool = False


def run(options: Options) -> int:
    """Draft the datasheet and write what was asked for; a file that is there is never written over."""
    if not os.path.isdir(options.folder):
        raise PolicylintError(f"{options.folder}: there is no such folder")
    file = os.path.normpath(os.path.join(options.folder, NAME))
    there = os.path.lexists(file)
    if there and not (options.hook or options.workflow):
        raise PolicylintError(f"{shown(file)}: this file is there already; nothing was written")
    if there:
        note(f"{shown(file)} is there already: it stays as it is")
    else:
        text = _draft(options)
        if options.dry_run:
            out(text)
        else:
            save_new(file, text)
            out(f"wrote {shown(file)}\n")
    if options.hook:
        _hook(options)
    if options.workflow:
        _workflow(options)
    if not there and not options.dry_run:
        out(f"What is left to answer, most decisive first: policylint ask {shown(file)}\n")
    return 0


def _draft(options: Options) -> str:
    if not options.yes and not answers():
        raise PolicylintError(
            "there is no terminal to ask questions on: say --yes to answer them by what the files say"
        )
    evidence = look_around(options.folder, options.source)
    if not options.yes:
        _ask_all(evidence)
    text, left_out = drafted(evidence.values, evidence.origins, evidence.seen)
    for problem in left_out:
        key = problem.pointer.split("/")[1]
        note(f"`{key}` is left out: {problem.message}, at {evidence.origins.get(problem.pointer, problem.pointer)}")
    return text


def _ask_all(evidence: Evidence) -> None:
    complain(f"Found: {', '.join(evidence.seen) or 'no file that says something of the data'}")
    complain("Enter takes what stands in brackets; ? explains.")
    for number, question in enumerate(questions(evidence), start=1):
        _ask(number, question, evidence)


def _ask(number: int, question: Question, evidence: Evidence) -> None:
    """Ask until the answer is one; who cannot give any is taken at the default."""
    if question.found:
        complain(f"   found: {question.found}")
    for _ in range(_MOST_TRIES):
        answer = ask(f"{number}. {question.text} [{question.default}]") or question.default
        if answer == "?":
            complain(f"   {question.help}")
            continue
        wrong = question.settle(evidence.values, evidence.origins, answer)
        if wrong is None:
            return
        complain(f"   {wrong}")
    question.settle(evidence.values, evidence.origins, question.default)
    complain(f"   taken: {question.default}")


def _hook(options: Options) -> None:
    file = os.path.normpath(os.path.join(options.folder, HOOKS))
    try:
        before = text_of(file)
    except FileNotFoundError:
        before = None
    except UnicodeDecodeError:
        before = "\0"
    made = with_hook(before)
    if made is None:
        note(f"{shown(file)} is not written so that an entry can be added safely: put this under `repos`")
        out(hook())
    elif made == before:
        note(f"{shown(file)} runs policylint already")
    elif options.dry_run:
        out(hook())
    else:
        save(file, made)
        out(f"wrote {shown(file)}\n")


def _workflow(options: Options) -> None:
    file = os.path.normpath(os.path.join(options.folder, WORKFLOW_FILE))
    if os.path.lexists(file):
        note(f"{shown(file)} is there already: it stays as it is")
    elif options.dry_run:
        out(WORKFLOW)
    else:
        save_new(file, WORKFLOW)
        out(f"wrote {shown(file)}\n")
