"""The book's job with as little as it takes: read weights and digits, run them in batches of 100, print the accuracy."""

import sys

import numpy as np

folder = sys.argv[1]
flat = np.fromfile(f"{folder}/weights.bin", np.float32)
pixels = np.fromfile(f"{folder}/pixels.bin", np.uint8).reshape(-1, 784)
labels = np.fromfile(f"{folder}/labels.bin", np.uint8)
W1, b1, W2, b2, W3, b3 = np.split(flat, np.cumsum([39200, 50, 5000, 100, 1000]))
W1, W2, W3 = W1.reshape(784, 50), W2.reshape(50, 100), W3.reshape(100, 10)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def softmax(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


correct = 0
for first in range(0, len(labels), 100):
    x = pixels[first : first + 100].astype(np.float32) / np.float32(255)
    y = softmax(sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2) @ W3 + b3)
    correct += (y.argmax(axis=1) == labels[first : first + 100]).sum()
print(correct / len(labels))
