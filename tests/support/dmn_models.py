"""DMN models in a few lines, for tests."""

from pathlib import PurePosixPath
from xml.sax.saxutils import escape

from engine.dmn.model import Model
from engine.dmn.read import read_model

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*elements: str, name: str = "loans", namespace: str = NAMESPACE) -> bytes:
    inside = "\n".join(elements)
    return f'<definitions xmlns="{namespace}" name="{name}">\n{inside}\n</definitions>'.encode()


def model(*elements: str) -> Model:
    return read_model(definitions(*elements), PurePosixPath("loans.dmn"))


def given(name: str, type_: str = "number") -> str:
    variable = f'<variable name="{name}" typeRef="{type_}"/>'
    return f'<inputData id="{name}" name="{name}">{variable}</inputData>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def decision(name: str, expression: str, *requires: str, type_: str = "") -> str:
    """A decision; what it requires is named by kind and id, as in `Input:Age`."""
    needed = "".join(_requirement(*entry.split(":")) for entry in requires)
    typed = f' typeRef="{type_}"' if type_ else ""
    variable = f'<variable name="{name}"{typed}/>'
    return f'<decision id="{name}" name="{name}">{variable}{needed}{expression}</decision>'


def _requirement(kind: str, id: str) -> str:
    outer = "knowledgeRequirement" if kind == "Knowledge" else "informationRequirement"
    return f'<{outer}><required{kind} href="#{id}"/></{outer}>'


def knowledge(name: str, parameters: str, expression: str) -> str:
    formal = "".join(
        f'<formalParameter name="{parameter}" typeRef="number"/>'
        for parameter in parameters.split()
    )
    return (
        f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
        f"<encapsulatedLogic>{formal}{expression}</encapsulatedLogic></businessKnowledgeModel>"
    )


def table(policy: str, inputs: str, outputs: str, *rows: str) -> str:
    """`inputs` are expressions and `outputs` are `name=values=default`, parted by `;`.

    A row is its cells, parted by `;`.
    """
    columns = "".join(
        f"<input><inputExpression><text>{escape(text.strip())}</text></inputExpression></input>"
        for text in inputs.split(";")
    )
    columns += "".join(_output(*text.strip().split("=")) for text in outputs.split(";"))
    width = len(inputs.split(";"))
    lines = "".join(_row(row.split(";"), width) for row in rows)
    return f"<decisionTable {policy}>{columns}{lines}</decisionTable>"


def _output(name: str, values: str = "", default: str = "") -> str:
    inside = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    if default:
        inside += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
    return f'<output name="{name}">{inside}</output>'


def _row(cells: list[str], width: int) -> str:
    kinds = ["inputEntry"] * width + ["outputEntry"] * (len(cells) - width)
    texts = zip(kinds, cells, strict=True)
    inside = "".join(
        f"<{kind}><text>{escape(text.strip())}</text></{kind}>" for kind, text in texts
    )
    return f"<rule>{inside}</rule>"


UNIQUE = 'hitPolicy="UNIQUE"'
FIRST = 'hitPolicy="FIRST"'
