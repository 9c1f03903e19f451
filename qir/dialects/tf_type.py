"""Element types of TFLite tensors that MLIR's builtin dialect does not have."""

from __future__ import annotations

from xdsl.ir import Dialect, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition


@irdl_attr_definition
class StringType(ParametrizedAttribute, TypeAttribute):
    name = "tf_type.string"


@irdl_attr_definition
class ResourceType(ParametrizedAttribute, TypeAttribute):
    name = "tf_type.resource"


@irdl_attr_definition
class VariantType(ParametrizedAttribute, TypeAttribute):
    name = "tf_type.variant"


TF_TYPE = Dialect("tf_type", [], [StringType, ResourceType, VariantType])
