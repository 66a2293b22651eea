"""Arrays as NumPy prints them: python3 test/golden/make-printed.py > test/golden/printed.json

Elements are written as the hexadecimal bytes of the array (little-endian), so that nan, -0.0 and every last bit survive.
Large arrays are written as a rule that both languages compute exactly: element i is (i * step % modulus - shift) / divisor.
"""
import json

import numpy as np

rng = np.random.default_rng(20)
cases = []


def case(a):
    a = np.ascontiguousarray(a) if a.ndim else a
    cases.append({'dtype': str(a.dtype), 'shape': list(a.shape), 'hex': a.tobytes().hex(), 'text': str(a)})


def rule(dtype, shape, step, modulus, shift, divisor):
    i = np.arange(np.prod(shape), dtype=np.int64)
    a = ((i * step % modulus - shift) / divisor).astype(dtype).reshape(shape)
    cases.append({'dtype': dtype, 'shape': list(shape), 'rule': [step, modulus, shift, divisor], 'text': str(a)})


def shape():
    return [(), (1,), (2,), (5,), (12,), (40,), (3, 2), (2, 11), (2, 2, 3), (1, 1, 2, 2)][rng.integers(10)]


for n in range(240):
    kind, size = rng.integers(8), shape()
    a = [
        lambda: rng.standard_normal(size),
        lambda: rng.uniform(-5, 5, size).round(rng.integers(4)),
        lambda: rng.uniform(0, 1, size) * 10.0 ** rng.integers(-12, 18),
        lambda: 10.0 ** rng.uniform(-5, 5, size),
        lambda: rng.integers(-(2 ** 20), 2 ** 20, size) / 2.0 ** rng.integers(0, 30),
        lambda: 10.0 ** rng.uniform(-300, 300, size),
        lambda: rng.choice([0.0, -0.0, np.nan, np.inf, -np.inf, 1.5, -2.25, 1e-9], size),
        lambda: rng.choice([0.0, -0.0, np.nan, np.inf, -np.inf], size),
    ][kind]()
    a = np.asarray(a, np.float64)
    with np.errstate(over='ignore', under='ignore'):
        case(a.astype(np.float32) if n % 2 else a)

# Ties at the eighth place, the limits between notations, powers of two, the smallest and largest numbers.
for dtype in (np.float64, np.float32):
    case(np.array([1, 3, 5, 7, -9, 511], dtype) / dtype(512))
    case(np.array([2.0 ** 20 + 1 / 512, 2.0 ** 20 + 3 / 512, 1e-5]).astype(dtype))
    case((2.0 ** np.arange(-30, 30)).astype(dtype))
    for values in ([1e8, 1], [99999999.0, 1e6], [1e6], [999999.0], [1e-4, 1e-3], [9.9e-5], [1000.0, 1.0], [1000.1, 1.0], [0.1, 100.0]):
        case(np.array(values).astype(dtype))
    info = np.finfo(dtype)
    case(np.array([info.tiny, info.smallest_subnormal, info.eps], dtype))
    case(np.array([info.max, info.min], dtype))
    for value in (1e-4, 9.99e-5, 1e16, 1e15, 123456.75, -6359.03125, 999999.0, 1e6, 0.1, 1 / 3, 100.0, -0.0, np.nan, -np.inf, 5e-300):
        with np.errstate(under='ignore'):
            case(np.array(value).astype(dtype))
# The hardest for a scientific tie: mantissas with ten digits that end in five.
case(np.array([1000000000.5, 1000000001.5, 1e-3]) * 1.0)
case(np.array([2000000005.0, 2000000015.0, 1000000025.0]))

for n in range(40):
    size = shape()
    case(rng.integers(-(10 ** rng.integers(1, 10)), 10 ** rng.integers(1, 10), size).astype(np.int32))
    case(rng.integers(0, 256, size).astype(np.uint8))
for empty in ((0,), (2, 0), (0, 3)):
    case(np.zeros(empty))

for dtype, divisor in (('float64', 7), ('float32', 64), ('int32', 1)):
    for size in ((1000,), (1001,), (500, 2), (501, 2), (2, 501), (60000, 1), (40, 30), (6, 200), (7, 200), (1, 28, 28), (3, 28, 28), (2, 1, 28, 28)):
        rule(dtype, size, 7919, 1009, 500, divisor)
rule('uint8', (100, 784), 7, 256, 0, 1)
rule('float32', (10, 784), 7, 256, 0, 255)

print('[\n' + ',\n'.join(json.dumps(c) for c in cases) + '\n]')
