"""`kernels.h` and `kernels.c`: the kernels of a model apart, where others may replace them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qir.backends.c.library import Definition


def header(called: Sequence[Definition], made_by: str) -> str:
    """The prototypes of what a model calls, each with what it does."""
    prototypes = "\n\n".join(f"{each.comment}\n{each.prototype};" for each in called)
    return f"""\
/* {made_by}
   The kernels that the model calls, with sizes in brackets: tensors lie in memory with the last
   axis first, aligned, and do not overlap unless a comment says that they may. Each may be replaced
   by one that computes the same: where QIR_OWN_ADD_F32 is defined, kernels.c has no qir_add_f32. */
#ifndef QIR_KERNELS_H
#define QIR_KERNELS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {{
#endif

{prototypes}

#ifdef __cplusplus
}}
#endif

#endif
"""


def bodies(needed: Sequence[Definition], called: Collection[str], base: str, made_by: str) -> str:
    """A body for each kernel, and what these need.

    `needed`: each after what it needs. `base`: what comes before all.
    """
    texts = [_replaceable(each) if each.name in called else each.text for each in needed]
    return f"""\
/* {made_by} A body for each kernel of kernels.h, unless the compiler is told that there is another:
   by -DQIR_OWN_ADD_F32 in place of qir_add_f32. */
#include "kernels.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#if defined(__GNUC__)
#define QIR_KERNEL static inline __attribute__((always_inline, unused))
#endif

{base.rstrip()}

{"".join(f"{text}{chr(10)}{chr(10)}" for text in texts).rstrip()}
"""


def _replaceable(kernel: Definition) -> str:
    own = kernel.name.upper().replace("QIR_", "QIR_OWN_", 1)
    return f"#ifndef {own}\n{kernel.exported}\n#endif"
