"""Recipes: what they say, on which line they are wrong, and what wins over them."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest
from command_lines import Tool
from hypothesis import given
from hypothesis import strategies as st

import qir
from qir.driver.pipelines import Options
from qir.driver.recipe_files import Node, read_nodes
from qir.driver.recipes import KEYS, make_options, make_rules, read_recipe, split_schemes

EXAMPLES = Path(__file__).parent.parent / "examples"
CNN = EXAMPLES / "mnist" / "cnn.tflite"


@pytest.fixture
def yaml() -> None:
    pytest.importorskip("yaml", reason="needs the extra 'yaml'")


def written(folder: Path, content: str, suffix: str) -> Path:
    path = folder / f"recipe{suffix}"
    path.write_text(content)
    return path


YAML = """\
# A comment
target: litert-builtin
scheme: int8-tensor
min-elements: 12
scale-search: octav
constants: yes
calibration: seen.json
input-ranges:
  x: [-1, 1.5]
  "y/z": [0, 1]
input-shapes:
  x: [2, 128]
rules:
  - op: CONV_2D
    elements: <2048
    scheme: float
  - {tensor: "*head*", scheme: int4-block32}
  - index: 12
    scheme: int8-weight-only
  - {index: main#3, scheme: int2}
"""
TOML = """\
# A comment
target = 'litert-builtin'
scheme = "int8-tensor"
min-elements = 12
scale-search = '''octav'''
constants = true
calibration = "seen.json"
rules = [
  { op = "CONV_2D", elements = "<2048", scheme = "float" }, # of [all]
  { tensor = "*head*", scheme = "int4-block32" },
  { index = 12, scheme = "int8-weight-only" },
  { index = "main#3", scheme = "int2" },
]

[input-ranges]
x = [-1, 1.5]
"y/z" = [0,
  1]

[input-shapes]
x = [2, 128]
"""


@pytest.mark.parametrize(("content", "suffix"), [(YAML, ".yaml"), (YAML, ".yml"), (TOML, ".toml")])
@pytest.mark.usefixtures("yaml")
def test_what_a_recipe_says(content: str, suffix: str, folder: Path) -> None:
    assert make_options({}, written(folder, content, suffix)) == Options(
        target="litert-builtin",
        scheme="int8-tensor",
        min_elements=12,
        scale_search="octav",
        constants=True,
        calibration=folder / "seen.json",
        input_ranges=("x=-1:1.5", "y/z=0:1"),
        input_shapes=("x=2x128",),
        rules=(
            "op:CONV_2D & elements:<2048=float",
            "tensor:*head*=int4-block32",
            "index:12=int8-weight-only",
            "index:main#3=int2",
        ),
    )


@pytest.mark.usefixtures("yaml")
@pytest.mark.parametrize("suffix", [".yaml", ".toml"])
def test_an_empty_recipe_says_nothing(suffix: str, folder: Path) -> None:
    assert read_recipe(written(folder, "# nothing\n", suffix)) == {}


def test_every_option_of_the_passes_can_be_said() -> None:
    assert {name.replace("-", "_") for name in KEYS} == set(Options.__dataclass_fields__)


def test_the_documentation_names_every_key() -> None:
    page = (EXAMPLES.parent / "docs" / "quantize.md").read_text()
    section = page.partition("## Recipes")[2].partition("\n## ")[0]
    assert [key for key in KEYS if key != "rules" and f"`{key}`" not in section] == []


@pytest.mark.usefixtures("yaml")
def test_words_that_are_no_paths_or_truths(folder: Path) -> None:
    path = written(folder, "accuracy: off\ncosts: none\n", ".yaml")
    assert read_recipe(path) == {"accuracy": "off", "costs": Path("none")}


WRONG: list[tuple[str, str, int, str]] = [
    # what, in YAML; in TOML; the line; the message
    ("schem: int8", 'schem = "int8"', 2, "no key 'schem'; did you mean 'scheme'?"),
    ("x: 1", "x = 1", 2, "no key 'x'; expected one of target, scheme, "),
    ("scheme: int5", 'scheme = "int5"', 2, "no scheme 'int5'; expected int8, int4 or int2, "),
    ("scheme: 8", "scheme = 8", 2, "no scheme '8'"),
    ("accuracy: yes", "accuracy = true", 2, "; expected decibels, as 40dB, or off"),
    ("scheme: [int8]", 'scheme = ["int8"]', 2, "expected a scheme"),
    ("target: toaster", 'target = "toaster"', 2, "no target 'toaster'; expected one of litert"),
    ("min-elements: -1", "min-elements = -1", 2, "min-elements is '-1'; expected a whole number"),
    ("min-elements: many", 'min-elements = "many"', 2, "min-elements is 'many'; expected a whole"),
    ("min-elements: true", "min-elements = true", 2, "min-elements is 'true'; expected a whole"),
    ("constants: 1", "constants = 1", 2, "constants is '1'; expected true or false"),
    ("scale-search: best", 'scale-search = "best"', 2, "expected one of min-max, mse, octav"),
    ("samples: 1", "samples = 1", 2, "samples is '1'; expected a path"),
    ("input-ranges: 1", "input-ranges = 1", 2, "expected names of inputs, each with [LOW, HIGH]"),
    ("input-ranges: {x: [1]}", "input-ranges.x = [1]", 2, "range of x is "),
    ("input-shapes: 1", "input-shapes = 1", 2, "expected names of inputs, each with its sizes"),
    ("input-shapes: {x: 1x2}", 'input-shapes.x = "1x2"', 2, "expected a list of sizes"),
    ("rules: float", 'rules = "float"', 2, "rules is 'float'; expected a list of rules"),
    ("rules: [float]", 'rules = ["float"]', 2, "a rule is 'float'; expected keys and values"),
    (
        "rules:\n- op: CONV_2D\n  scheme: int8\n- op: ADD",
        '[[rules]]\nop = "CONV_2D"\nscheme = "int8"\n[[rules]]\nop = "ADD"',
        5,
        "a rule has no scheme; expected a scheme, or float",
    ),
    (
        "rules:\n- scheme: int8",
        "rules = [\n{ scheme = 'int8' } ]",
        3,
        "a rule picks no op; expected one of op, tensor, index, elements",
    ),
    (
        "rules:\n- op: CONV_2D\n  scheme: int9",
        '[[rules]]\nop = "CONV_2D"\nscheme = "int9"',
        4,
        "no scheme 'int9'; expected int8, int4 or int2, ",
    ),
    (
        "rules:\n- op: CONV_2D\n\n  opp: x",
        '[[rules]]\nop = "CONV_2D"\n\nopp = "x"',
        5,
        "no key 'opp'; did you mean 'op'?",
    ),
    (
        "rules:\n- {elements: big,\n   scheme: int8}",
        '[[rules]]\nelements = "big"\nscheme = "int8"',
        3,
        "'big' is no size; expected as <2048 or >=1000000",
    ),
    (
        "rules:\n- {index: first, scheme: int8}",
        '[[rules]]\nindex = "first"',
        3,
        "'first' is no index; expected NUMBER or FUNCTION#NUMBER",
    ),
]


@pytest.mark.usefixtures("yaml")
@pytest.mark.parametrize("suffix", [".yaml", ".toml"])
@pytest.mark.parametrize(("in_yaml", "in_toml", "line", "message"), WRONG)
def test_mistakes_have_a_line(
    in_yaml: str,
    in_toml: str,
    line: int,
    message: str,
    suffix: str,
    folder: Path,
    qir_tool: Tool,
) -> None:
    content = f"# A comment\n{in_yaml if suffix == '.yaml' else in_toml}\n"
    path = written(folder, content, suffix)
    found = qir_tool.refuses("quantize", CNN, "-o", folder / "out.tflite", "--recipe", path)
    # A rule that is written over several lines is where it begins, in YAML where its keys are.
    assert found.startswith(f"{path}:{line}: "), found
    assert message in found


@pytest.mark.usefixtures("yaml")
@pytest.mark.parametrize(
    ("content", "suffix", "message"),
    [
        ("scheme: int8\nscheme: int4\n", ".yaml", ":2: key 'scheme' is there twice"),
        ("rules:\n- {op: a, op: b}\n", ".yaml", ":2: key 'op' is there twice"),
        ("a: 1\n  b: 2\n", ".yaml", ":2: mapping values are not allowed here"),
        ("rules:\n- tensor: *head\n", ".yaml", ":2: "),
        ("rules:\n- tensor: *head*\n", ".yaml", "quote what begins with *"),
        ("a: [1,\n", ".yaml", ":2: "),
        ("scheme: !!python/object:os.system x\n", ".yaml", ":1: "),
        ("rules: &a\n- *a\n", ".yaml", ":1: has an alias elsewhere"),
        ("min-elements: !!int x\n", ".yaml", ":1: "),
        ("- int8\n", ".yaml", ":1: a recipe is a list; expected keys and values"),
        ("a: 1\n--- \nb: 2\n", ".yaml", ":2: "),
        ("\x00", ".yaml", ":1: holds a character that is not allowed"),
        ('scheme = "int8"\nscheme = "int4"\n', ".toml", ":2: cannot overwrite a value"),
        ("scheme = \n", ".toml", ":1: invalid value"),
        ("scheme\n", ".toml", ":1: "),
        ('a = """\n\n', ".toml", ": unterminated string"),
        ("scheme: int8\n", ".json", ": unknown kind of recipe '.json'; expected .yaml or .toml"),
    ],
)
def test_malformed_files(content: str, suffix: str, message: str, folder: Path) -> None:
    path = written(folder, content, suffix)
    with pytest.raises(qir.QirError) as caught:
        read_recipe(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(folder: Path) -> None:
    with pytest.raises(qir.QirError, match=r"missing\.toml: cannot be read: No such file"):
        read_recipe(folder / "missing.toml")
    path = folder / "latin.toml"
    path.write_bytes(b"# \n# \xe9\n")
    with pytest.raises(qir.QirError, match=r"latin\.toml:2: is not UTF-8"):
        read_recipe(path)


def test_yaml_without_pyyaml(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(qir.QirError, match=r"YAML needs PyYAML; install qir\[yaml\], or write"):
        read_recipe(written(folder, "scheme: int8", ".yaml"))


# --- what wins ---------------------------------------------------------------------------------


def test_options_win_and_rules_come_after(folder: Path) -> None:
    path = written(folder, TOML, ".toml")
    options = make_options({"scheme": "int4", "rules": ("a=float",)}, path)
    assert options.scheme == "int4"
    assert options.min_elements == 12
    assert options.rules[-2:] == ("index:main#3=int2", "a=float")


def test_schemes_and_patterns_to_keep() -> None:
    assert split_schemes(["a=int4", "int8", ">=2=float"]) == (
        {"scheme": "int8"},
        ("a=int4", ">=2=float"),
    )
    assert make_rules({"a": "int4"}, ["b"]) == ("a=int4", "b=float")
    with pytest.raises(qir.QirError, match="keep_float is the text 'CONV_2D'; expected a list"):
        qir.quantize(CNN, keep_float="CONV_2D")


def forms(report: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {op["tensor"].split("/")[1]: (op["form"], op["reason"]) for op in report["ops"]}


@pytest.mark.usefixtures("yaml")
def test_the_examples_say_the_same(folder: Path, qir_tool: Tool) -> None:
    found: dict[str, tuple[bytes, Any]] = {}
    for suffix in ("yaml", "toml"):
        output, report = folder / f"{suffix}.tflite", folder / f"{suffix}.json"
        recipe = EXAMPLES / f"recipe.{suffix}"
        code, _, err = qir_tool(
            "quantize", CNN, "-o", output, "--recipe", recipe, "--report", report, "--quiet"
        )
        assert (code, err) == (0, "")
        found[suffix] = output.read_bytes(), forms(json.loads(report.read_text()))
    assert found["yaml"] == found["toml"]
    ops = found["yaml"][1]
    assert {name: form for name, (form, _) in ops.items()} == {
        "c0_1": "hybrid",
        "c1_1": "hybrid",
        "c2_1": "hybrid",
        "fc_1": "hybrid",
        "out_1": "float",
    }
    assert (
        "i4 in blocks; rule 'op:FULLY_CONNECTED & elements:>=65536=int4-block32'" in ops["fc_1"][1]
    )
    assert ops["out_1"][1] == "rule 'tensor:*/out_1/*=float'"
    assert qir.quantize(CNN, recipe=EXAMPLES / "recipe.toml").model == found["toml"][0]


def test_the_command_line_wins(folder: Path, qir_tool: Tool) -> None:
    report = folder / "report.json"
    command = ["quantize", CNN, "-o", folder / "o.tflite", "--report", report]
    more = ["--recipe", EXAMPLES / "recipe.toml", "--scheme", "int8", "--scheme", "*fc*=int2"]
    code, _, err = qir_tool(*command, *more, "--keep-float", "2", "--keep-float", "<400")
    assert (code, err) == (0, "")
    found = forms(json.loads(report.read_text()))
    assert found["c0_1"] == ("float", "rule '<400=float'")
    assert found["c1_1"] == ("float", "rule '2=float'")
    assert found["fc_1"][1].endswith("i2 per channel; rule '*fc*=int2'")
    assert any("scale-search" in each for each in json.loads(report.read_text())["pipeline"])


def test_rules_in_the_api() -> None:
    found = qir.quantize(CNN, schemes={"*": "int4", "*c1*": "int8"}, keep_float=["*out*"])
    ops = forms(found.report.to_dict())
    assert ops["out_1"] == ("float", "rule '*out*=float'")
    assert ops["c1_1"][1].endswith("i8 per channel; rule '*c1*=int8'")
    assert ops["c2_1"][1].endswith("i4 per channel; rule '*=int4'")

    converter = qir.Converter.from_tflite(CNN)
    converter.post_training_quantize = True
    converter.schemes = {"*": "int4", "*c1*": "int8"}
    converter.keep_float = ["*out*"]
    assert converter.convert() == found.model
    with pytest.raises(qir.QirError, match="rule 'c9=float': no op with weights has such a name"):
        qir.quantize(CNN, keep_float=["c9"])


# --- lines -------------------------------------------------------------------------------------

KEY = st.text(string.ascii_letters + "-_", min_size=1, max_size=5)
QUOTED = st.text(string.printable.translate({ord(c): None for c in "\r\x0b\x0c"}), max_size=8)
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-99, 99), QUOTED),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(KEY, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


def as_toml(value: Any, draw: st.DataObject, *, inline: bool = False) -> str:
    gap = draw.draw(st.sampled_from(["", " ", *([] if inline else ["\n", " # [x] = {\n"])]))
    match value:
        case bool() | int():
            return str(value).lower()
        case str():
            if "'''" not in value and not value.endswith("'") and draw.draw(st.booleans()):
                return (
                    f"'''\n{value}'''"
                    if all(c.isprintable() or c in "\n\t" for c in value)
                    else json.dumps(value)
                )
            if not value.startswith(" ") and draw.draw(st.booleans()):
                return f'"""\\\n  {json.dumps(value)[1:]}""'
            return json.dumps(value)
        case list():
            members = f",{gap}".join(as_toml(each, draw, inline=inline) for each in value)  # pyright: ignore
            return f"[{gap}{members}{gap}]"
        case _:
            pairs = (f"{k} = {as_toml(each, draw, inline=True)}" for k, each in value.items())
            return f"{{ {', '.join(pairs)} }}"


def plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {key: plain(each) for key, each in node.value.items()}
    return [plain(each) for each in node.value] if isinstance(node.value, list) else node.value


@given(entries=st.dictionaries(KEY, VALUES, max_size=4), draw=st.data())
def test_lines_of_toml(
    entries: dict[str, Any], draw: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keys are on the lines where they were written, whatever stands between them."""
    content, lines = "", dict[str, int]()
    for key, value in entries.items():
        content += draw.draw(st.sampled_from(["", "\n", "# a = 1\n", "  "]))
        lines[key] = content.count("\n") + 1
        content += f"{key} = {as_toml(value, draw)}\n"
    for number in range(draw.draw(st.integers(0, 2))):
        content += "\n[[tables]] # [[x]]\n"
        lines[f"tables {number}"] = content.count("\n")
        content += "a.b = 1\n"
    path = tmp_path_factory.mktemp("toml") / "recipe.toml"
    path.write_text(content)
    node = read_nodes(path)
    assert isinstance(node.value, dict)
    tables = node.value.pop("tables", Node([], "", 0)).value
    assert isinstance(tables, list)
    assert plain(node) == entries
    found = {key: each.line for key, each in node.value.items()}
    found |= {f"tables {number}": each.line for number, each in enumerate(tables)}
    assert found == lines
