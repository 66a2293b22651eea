"""The network in NumPy as the book has it. Reads `batch from to` by line, answers `milliseconds correct`."""

import json
import sys
import time

import numpy as np

folder, fed = sys.argv[1:]
network = json.load(open(f"{folder}/network.json"))
sizes, activations = network["sizes"], network["activations"]
flat = np.fromfile(f"{folder}/weights.bin", np.float32)
layers, at = [], 0
for inputs, outputs, activation in zip(sizes, sizes[1:], activations):
    weight = flat[at : at + inputs * outputs].reshape(inputs, outputs)
    at += weight.size
    layers.append((weight, flat[at : at + outputs], activation))
    at += outputs
pixels = np.fromfile(f"{folder}/pixels.bin", np.uint8).reshape(-1, sizes[0])
labels = np.fromfile(f"{folder}/labels.bin", np.uint8)
if fed == "float32":
    pixels = pixels.astype(np.float32) / np.float32(255)


def forward(x):
    if fed == "uint8":
        x = x.astype(np.float32) / np.float32(255)
    for weight, bias, activation in layers:
        a = x @ weight + bias
        if activation == "sigmoid":
            x = 1 / (1 + np.exp(-a))
        elif activation == "relu":
            x = np.maximum(0, a)
        else:
            e = np.exp(a - a.max(axis=1, keepdims=True))
            x = e / e.sum(axis=1, keepdims=True)
    return x


predictions = np.zeros(len(labels), np.int64)
for line in sys.stdin:
    batch, begin, end = map(int, line.split())
    start = time.perf_counter()
    for first in range(begin, end, batch):
        last = min(first + batch, end)
        predictions[first:last] = forward(pixels[first:last]).argmax(axis=1)
    elapsed = time.perf_counter() - start
    print(elapsed * 1000, (predictions[begin:end] == labels[begin:end]).sum(), flush=True)
