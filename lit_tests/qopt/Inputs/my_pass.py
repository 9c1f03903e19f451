"""A pass of a user's own."""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.passes import ModulePass


@dataclass(frozen=True)
class SignModule(ModulePass):
    """Write a name on the module."""

    name = "sign-module"
    author: str = "nobody"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        op.attributes["author"] = StringAttr(self.author)
