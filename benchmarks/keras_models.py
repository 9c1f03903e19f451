"""Build the benchmark models: Keras architectures with random weights as float `.tflite` files.

Image classifiers, recurrent networks (a fused LSTM, two of them in both directions, a GRU as a
loop), a small BERT and one of 100 MB. Latency and size depend on shapes, not on what a network has
learned, so no weights are downloaded. BatchNorm statistics are made to fit the random weights,
which keeps the activations of every layer near unit scale. The models say how near to float a
quantized one is, but not how often it is right.

    python benchmarks/keras_models.py -o build/models

writes NAME.tflite (float, batch 1) and NAME.tf-dynamic.tflite (TensorFlow's dynamic-range file).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.append(str(Path(__file__).parents[1] / "examples" / "mnist"))  # for fusable_lstm

if TYPE_CHECKING:
    import keras

SEED = 20240229
CALIBRATION_BATCH = 16
"""Inputs that the statistics of BatchNorms come from."""


def application(name: str, side: int = 224) -> keras.Model:
    """A `keras.applications` image classifier for one image of `side` x `side` pixels."""
    import keras

    image = keras.Input(batch_shape=(1, side, side, 3), name="image")
    return getattr(keras.applications, name)(weights=None, input_tensor=image)


def sequence_model(*blocks: Callable[[keras.KerasTensor], keras.KerasTensor]) -> keras.Model:
    """Blocks over a sequence of 64 steps of 128 features, then a dense layer."""
    import keras

    x = inputs = keras.Input(batch_shape=(1, 64, 128), name="sequence")
    for block in blocks:
        x = block(x)
    return keras.Model(inputs, keras.layers.Dense(64, name="head")(x))


def lstm() -> keras.Model:
    """Two layers of 512 cells, each one UNIDIRECTIONAL_SEQUENCE_LSTM."""
    from fusable_lstm import FusableLSTM

    return sequence_model(
        *(FusableLSTM(512, return_sequences=True, name=f"lstm{i}") for i in range(2))
    )


def bilstm() -> keras.Model:
    """256 cells in each direction: the backward layer reads and gives a reversed sequence."""
    import keras
    from fusable_lstm import FusableLSTM

    def both_ways(x: keras.KerasTensor) -> keras.KerasTensor:
        ahead, back = (
            FusableLSTM(256, return_sequences=True, name=name) for name in ("ahead", "back")
        )
        backward = keras.ops.flip(back(keras.ops.flip(x, axis=1)), axis=1)
        return keras.layers.Concatenate()([ahead(x), backward])

    return sequence_model(both_ways)


def gru() -> keras.Model:
    """Two layers of 512 cells, each a WHILE over FULLY_CONNECTED."""
    import keras

    layers = (keras.layers.GRU(512, return_sequences=True, name=f"gru{i}") for i in range(2))
    return sequence_model(*layers)


def bert(depth: int, width: int, heads: int, length: int, vocabulary: int) -> keras.Model:
    """A transformer encoder over token numbers, with two scores for each.

    Weights of attention are drawn so that its scores have unit variance: those that Keras draws
    are so small that each token looks at all others alike. https://arxiv.org/abs/1908.08962
    """
    import keras
    from keras import layers

    def normalized(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
        return layers.LayerNormalization(epsilon=1e-12, name=name)(x)

    tokens = keras.Input(batch_shape=(1, length), dtype="int32", name="tokens")
    positions = layers.Embedding(length, width, name="positions")(keras.ops.arange(length))
    x = layers.Embedding(vocabulary, width, name="embedding")(tokens) + positions
    x = normalized(x, "norm")
    for index in range(depth):
        attention = layers.MultiHeadAttention(
            heads,
            width // heads,
            kernel_initializer=keras.initializers.RandomNormal(stddev=width**-0.5),
            name=f"attention{index}",
        )
        x = normalized(x + attention(x, x), f"norm{index}a")
        y = layers.Dense(4 * width, activation="gelu", name=f"up{index}")(x)
        x = normalized(x + layers.Dense(width, name=f"down{index}")(y), f"norm{index}b")
    return keras.Model(tokens, layers.Dense(2, name="head")(x))


MODELS: dict[str, Callable[[], keras.Model]] = {
    "mobilenet_v1": lambda: application("MobileNet"),
    "mobilenet_v2": lambda: application("MobileNetV2"),
    "resnet50_v2": lambda: application("ResNet50V2"),
    "inception_v3": lambda: application("InceptionV3", side=299),
    "lstm": lstm,
    "bilstm": bilstm,
    "gru": gru,
    "bert_small": lambda: bert(depth=4, width=256, heads=4, length=128, vocabulary=8000),
    "transformer_100mb": lambda: bert(depth=6, width=512, heads=8, length=64, vocabulary=12000),
}


def randomize_batch_norm(model: keras.Model) -> None:
    """Draw scale and offset of every BatchNorm, then set its moving statistics to those it meets.

    One training-mode pass over random inputs with momentum 0 stores the statistics of each layer
    as they are given the layers before it. Of a single input they would not fit any other: what
    late layers see is much the same all over an image, but not from image to image.
    """
    import keras
    import numpy as np

    rng = np.random.default_rng(SEED)
    norms = [n for n in model.layers if isinstance(n, keras.layers.BatchNormalization)]
    for norm in norms:
        if norm.gamma is not None:
            norm.gamma.assign(rng.uniform(0.5, 1.5, norm.gamma.shape))
        if norm.beta is not None:
            norm.beta.assign(rng.normal(0.0, 0.3, norm.beta.shape))
        norm.momentum = 0.0
    if norms:
        shape = CALIBRATION_BATCH, *model.input_shape[1:]
        model([rng.standard_normal(shape).astype("float32")], training=True)


def convert(model: keras.Model, dynamic_range: bool) -> bytes:
    """The model as `.tflite`: plain float, or with TensorFlow's dynamic-range quantization."""
    import tensorflow as tf
    from fusable_lstm import fusing_converter

    converter = fusing_converter(model)
    if dynamic_range:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    with contextlib.redirect_stdout(io.StringIO()):  # it lists every variable of the model
        return converter.convert()


def build(name: str, folder: Path, force: bool) -> None:
    """Write both files of one model, unless they exist."""
    files = {
        folder / f"{name}.tflite": False,
        folder / f"{name}.tf-dynamic.tflite": True,
    }
    missing = {file: dynamic for file, dynamic in files.items() if force or not file.exists()}
    if not missing:
        print(f"{name}: exists")
        return
    import keras

    keras.utils.set_random_seed(SEED)
    model = MODELS[name]()
    randomize_batch_norm(model)
    for file, dynamic_range in missing.items():
        file.write_bytes(convert(model, dynamic_range))
        print(f"{file}: {file.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the benchmark models.")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/models"), metavar="FOLDER")
    parser.add_argument("--only", choices=MODELS, action="append", help="may be given repeatedly")
    parser.add_argument("--force", action="store_true", help="build again what exists")
    args = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    args.output.mkdir(parents=True, exist_ok=True)
    for name in args.only or MODELS:
        build(name, args.output, args.force)


if __name__ == "__main__":
    main()
