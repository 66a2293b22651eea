"""Golden numbers from NumPy: python3 test/golden/make-golden.py > test/golden/numpy.json"""
import json

import numpy as np

rng = np.random.default_rng(3)


def softmax(a):
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


W1 = np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]])
b1 = np.array([0.1, 0.2, 0.3])
W2 = np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]])
b2 = np.array([0.1, 0.2])
W3 = np.array([[0.1, 0.3], [0.2, 0.4]])
b3 = np.array([0.1, 0.2])
x = np.array([1.0, 0.5])
sigmoid = lambda a: 1 / (1 + np.exp(-a))
a1 = x @ W1 + b1
z1 = sigmoid(a1)
a2 = z1 @ W2 + b2
z2 = sigmoid(a2)
a3 = z2 @ W3 + b3

A = rng.standard_normal((4, 3))
B = rng.standard_normal((3, 5))
R = np.arange(24.0).reshape(2, 3, 4)
print(json.dumps({
    'numpy': np.__version__,
    'dot': {'a': A.tolist(), 'b': B.tolist(), 'ab': (A @ B).tolist(), 'va': (A[0] @ B).tolist(), 'bv': (B.T @ A[1]).tolist(),
            'vv': float(A[0] @ A[1])},
    'add': {'row': (A + np.array([1.0, 2, 3])).tolist(), 'column': (A + np.array([[1.0], [2], [3], [4]])).tolist()},
    'argmax': {'flat': int(A.argmax()), 'axis0': A.argmax(0).tolist(), 'axis1': A.argmax(1).tolist()},
    'reduced': {'sums': [R.sum(axis).tolist() for axis in (0, 1, 2, -1)], 'maxima': [R.max(axis).tolist() for axis in (0, 1, 2, -1)]},
    'aranges': [{'of': of, 'values': np.arange(*of).tolist()} for of in ([-5.0, 5.0, 0.1], [3], [1.0, 2.0, 0.3], [2.0, -1.0, -0.7])],
    'transpose': A.T.tolist(),
    'transpose3': np.arange(24).reshape(2, 3, 4).T.tolist(),
    'sigmoid': sigmoid(A).tolist(), 'tanh': np.tanh(A).tolist(), 'softmax': softmax(A).tolist(),
    'threeLayer': {'a1': a1.tolist(), 'z1': z1.tolist(), 'a2': a2.tolist(), 'z2': z2.tolist(), 'a3': a3.tolist()},
}, indent=1))
