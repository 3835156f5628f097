"""The options of the commands about policies: `diff`, `explain`, `rules`, `rules new`, `schema`, `test`."""

from __future__ import annotations

from typing import Annotated

import typer

from policylint.cli.common import AsOf, Color, ConfigFile, NoConfig, Policy, app, leave
from policylint.commands import diff, explain, explain_finding, license_show, new_rule, rules, schema
from policylint.commands import test as test_
from policylint.licenses.catalog import spelled


@app.command(
    name="explain",
    help="Why a rule is there, an example that fails, one that passes, how to fix; or a licence's terms.",
)
def explain_command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="RULE_OR_LICENSE",
            help="A rule's id or file, a licence's id, or with --report a finding's fingerprint.",
        ),
    ],
    *,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="FILE", help="A JSON report: why a finding of it came out as it did."),
    ] = None,
    policy: Policy = None,
    use: Annotated[
        list[str] | None, typer.Option("--use", help="With --report: the use that the report was made for.")
    ] = None,
    color: Color = "auto",
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Explain a rule, a licence, or one finding of a report."""
    if report is not None:
        given = (tuple(policy or ()), tuple(use or ()), color, config)
        leave(lambda: explain_finding.run(name, report, *given, no_config=no_config))
    elif _names_a_license(name):
        leave(lambda: license_show.run(name, "text", color))
    else:
        leave(lambda: explain.run(name, tuple(policy or ()), color, config, no_config=no_config))


def _names_a_license(name: str) -> bool:
    """Whether a name is a licence's: a rule's has a slash, a rule file's an ending."""
    return "/" not in name and not name.endswith((".yaml", ".yml")) and spelled(name) is not None


rules_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules", help="Every rule in force: its severity, packs and moments.")


@rules_app.callback()
def rules_command(
    context: typer.Context,
    *,
    policy: Policy = None,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
    config: ConfigFile = None,
    no_config: NoConfig = False,
    analyse: Annotated[
        bool,
        typer.Option("--analyse", help="Find rules that never apply, never fail, are implied or contradict another."),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List what --analyse could not decide.")] = False,
) -> None:
    """List the rules, or analyse them."""
    if context.invoked_subcommand is not None:
        return
    leave(
        lambda: rules.run(
            tuple(policy or ()), output_format, color, config, no_config=no_config, analyse=analyse, verbose=verbose
        )
    )


@rules_app.command(name="new", help="Write a rule file to fill in, with tests that fail until it is.")
def new_command(
    name: Annotated[str, typer.Argument(metavar="AREA/SLUG", help="The id of the rule: consent/asked-again.")],
    *,
    folder: Annotated[
        str, typer.Option("--in", metavar="FOLDER", help="The policy folder, which holds `rules/`; default: this one.")
    ] = ".",
) -> None:
    """Write a rule to fill in."""
    leave(lambda: new_rule.run(name, folder))


@app.command(name="schema", help="Print a published schema.")
def schema_command(
    name: Annotated[str, typer.Argument(help="datasheet, use, rule, pack, waivers, config or report.")],
) -> None:
    """Print a schema."""
    leave(lambda: schema.run(name))


@app.command(name="test", help="Run the tests of policies: those inside rules, and the files of tests beside them.")
def policies_are_tested(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Rule files, files of tests, pack files, packs or folders; default: the config's, else all shipped.",
        ),
    ] = None,
    *,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say what the tests have not seen of the rules.")
    ] = False,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="Make small mistakes in the rules; say which go unnoticed.")
    ] = False,
    fail_under: Annotated[
        int | None, typer.Option("--fail-under", metavar="PERCENT", help="With --coverage: exit with 1 below it.")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="FILE", help="Write the scores as a Markdown page too.")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", help="Processes; default: one a core.")] = None,
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    color: Color = "auto",
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Test the policies."""
    options = test_.Options(
        tuple(paths or ()), coverage, mutate, fail_under, report, jobs, output_format, color, config, no_config
    )
    leave(lambda: test_.run(options))


@app.command(name="diff", help="What an edit of a policy, a datasheet or a use newly allows, forbids or leaves open.")
def diff_command(
    old: Annotated[str, typer.Argument(help="A rule file, pack file, folder, datasheet or use declaration.")],
    new: Annotated[str, typer.Argument(help="Its new version.")],
    *,
    policy: Policy = None,
    use: Annotated[
        list[str] | None, typer.Option("--use", help="Judge both datasheets for this use as well; repeatable.")
    ] = None,
    as_of: AsOf = None,
    output_format: Annotated[str, typer.Option("--format", help="text, markdown or json.")] = "text",
    config: ConfigFile = None,
    no_config: NoConfig = False,
) -> None:
    """Compare two versions."""
    options = diff.Options(
        old, new, tuple(policy or ()), tuple(use or ()), as_of, output_format, config, no_config=no_config
    )
    leave(lambda: diff.run(options))
