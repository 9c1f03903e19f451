"""The dialects of the IR: `tfl` and `quant` as MLIR has them, `qir` for what they leave out."""
