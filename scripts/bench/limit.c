/*
 * The machine's limit for INPUTS-OUTPUTS1-OUTPUTS2-OUTPUTS3 with sigmoid, sigmoid, softmax: vectors of sixteen numbers, sums in
 * registers, the first layer over the pixels that are not zero, the second for three images at once. Answers `batch from to` by
 * line with `milliseconds correct`, as the contestants do that are no JavaScript.
 */
#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LANES 16
#define VECTORS(n) (((n) + LANES - 1) / LANES)
#define BLOCK 48
#define GROUP 3

typedef __m512 vector;

static vector W1[INPUTS][VECTORS(OUTPUTS1)], B1[VECTORS(OUTPUTS1)];
static vector W2[OUTPUTS1][VECTORS(OUTPUTS2)], B2[VECTORS(OUTPUTS2)];
static vector W3[OUTPUTS2][VECTORS(OUTPUTS3)], B3[VECTORS(OUTPUTS3)];
static float level[256];

static vector exponential(vector x) {
  vector t = _mm512_mul_ps(x, _mm512_set1_ps(1.44269504f));
  t = _mm512_min_ps(_mm512_max_ps(t, _mm512_set1_ps(-126)), _mm512_set1_ps(126));
  vector n = _mm512_roundscale_ps(t, 8), f = _mm512_sub_ps(t, n);
  vector p = _mm512_fmadd_ps(f, _mm512_set1_ps(1.32186725e-3f), _mm512_set1_ps(9.67169794e-3f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.55089295e-2f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(2.40222380e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(6.93146856e-1f));
  p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1));
  return _mm512_scalef_ps(p, n);
}

static vector sigmoid(vector x) {
  vector one = _mm512_set1_ps(1);
  return _mm512_div_ps(one, _mm512_add_ps(one, exponential(_mm512_sub_ps(_mm512_setzero_ps(), x))));
}

/* Indices and values of the pixels that are not zero. */
static int scan(const uint8_t *pixels, uint16_t *index, float *value) {
  static const uint32_t COUNT[LANES] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  __m512i lanes = _mm512_loadu_si512(COUNT);
  int n = 0;
  for (int i = 0; i < INPUTS; i += LANES) {
    __mmask16 tail = INPUTS - i < LANES ? (1u << (INPUTS - i)) - 1 : 0xffff;
    __m128i p = _mm_maskz_loadu_epi8(tail, pixels + i);
    __mmask16 set = _mm_test_epi8_mask(p, p);
    if (!set) continue;
    __m512i k = _mm512_maskz_compress_epi32(set, _mm512_add_epi32(lanes, _mm512_set1_epi32(i)));
    _mm256_storeu_si256((void *)(index + n), _mm512_cvtepi32_epi16(k));
    __m512i q = _mm512_maskz_compress_epi32(set, _mm512_cvtepu8_epi32(p));
    _mm512_storeu_ps(value + n, _mm512_i32gather_ps(q, level, 4));
    n += __builtin_popcount(set);
  }
  return n;
}

static void first_layer(const uint8_t *pixels, vector *z) {
  enum { V = VECTORS(OUTPUTS1) };
  uint16_t index[INPUTS + LANES];
  float value[INPUTS + LANES];
  int n = scan(pixels, index, value), i = 0;
  vector a[V], b[V];
  for (int j = 0; j < V; j++) a[j] = B1[j], b[j] = _mm512_setzero_ps();
  for (; i + 2 <= n; i += 2) {
    vector u = _mm512_set1_ps(value[i]), v = _mm512_set1_ps(value[i + 1]);
    for (int j = 0; j < V; j++) {
      a[j] = _mm512_fmadd_ps(u, W1[index[i]][j], a[j]);
      b[j] = _mm512_fmadd_ps(v, W1[index[i + 1]][j], b[j]);
    }
  }
  if (i < n)
    for (int j = 0; j < V; j++) a[j] = _mm512_fmadd_ps(_mm512_set1_ps(value[i]), W1[index[i]][j], a[j]);
  for (int j = 0; j < V; j++) z[j] = sigmoid(_mm512_add_ps(a[j], b[j]));
}

static void second_layer(vector (*x)[VECTORS(OUTPUTS1)], vector (*z)[VECTORS(OUTPUTS2)]) {
  enum { V = VECTORS(OUTPUTS2) };
  vector a[GROUP][V];
  for (int m = 0; m < GROUP; m++)
    for (int j = 0; j < V; j++) a[m][j] = B2[j];
  for (int k = 0; k < OUTPUTS1; k++)
    for (int j = 0; j < V; j++)
      for (int m = 0; m < GROUP; m++) a[m][j] = _mm512_fmadd_ps(_mm512_set1_ps(((float *)x[m])[k]), W2[k][j], a[m][j]);
  for (int m = 0; m < GROUP; m++)
    for (int j = 0; j < V; j++) z[m][j] = sigmoid(a[m][j]);
}

static int last_layer(const vector *x, float *out) {
  vector a[4] = {B3[0], _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
  const float *value = (const float *)x;
  int k = 0;
  for (; k + 4 <= OUTPUTS2; k += 4)
    for (int i = 0; i < 4; i++) a[i] = _mm512_fmadd_ps(_mm512_set1_ps(value[k + i]), W3[k + i][0], a[i]);
  for (; k < OUTPUTS2; k++) a[0] = _mm512_fmadd_ps(_mm512_set1_ps(value[k]), W3[k][0], a[0]);
  vector sum = _mm512_add_ps(_mm512_add_ps(a[0], a[1]), _mm512_add_ps(a[2], a[3]));
  float largest = _mm512_reduce_max_ps(sum);
  vector e = exponential(_mm512_sub_ps(sum, _mm512_set1_ps(largest)));
  __mmask16 real = (1u << OUTPUTS3) - 1;
  _mm512_mask_storeu_ps(out, real, _mm512_div_ps(e, _mm512_set1_ps(_mm512_mask_reduce_add_ps(real, e))));
  return __builtin_ctz(_mm512_cmpeq_ps_mask(sum, _mm512_set1_ps(largest)));
}

static void forward(const uint8_t *pixels, int count, float *out, uint8_t *digits) {
  static vector h1[BLOCK + GROUP][VECTORS(OUTPUTS1)], h2[BLOCK + GROUP][VECTORS(OUTPUTS2)];
  for (int first = 0; first < count; first += BLOCK) {
    int images = count - first < BLOCK ? count - first : BLOCK;
    for (int m = 0; m < images; m++) first_layer(pixels + (long)(first + m) * INPUTS, h1[m]);
    for (int m = 0; m < images; m += GROUP) second_layer(h1 + m, h2 + m);
    for (int m = 0; m < images; m++) digits[first + m] = last_layer(h2[m], out + (long)(first + m) * OUTPUTS3);
  }
}

static void *read_file(const char *folder, const char *name, long *length) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) exit(1);
  fseek(file, 0, SEEK_END);
  *length = ftell(file);
  rewind(file);
  void *bytes = malloc(*length + 64);
  if (fread(bytes, 1, *length, file) != (size_t)*length) exit(1);
  fclose(file);
  return bytes;
}

static const float *fill(const float *from, int rows, int columns, vector *to, float padding) {
  int vectors = VECTORS(columns);
  float *target = (float *)to;
  for (int k = 0; k < rows; k++)
    for (int j = 0; j < vectors * LANES; j++) target[k * vectors * LANES + j] = j < columns ? *from++ : padding;
  return from;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  long length, count;
  if (argc < 2) return 2;
  for (int i = 0; i < 256; i++) level[i] = i / 255.f;
  const float *w = read_file(argv[1], "weights.bin", &length);
  w = fill(w, INPUTS, OUTPUTS1, W1[0], 0);
  w = fill(w, 1, OUTPUTS1, B1, 0);
  w = fill(w, OUTPUTS1, OUTPUTS2, W2[0], 0);
  w = fill(w, 1, OUTPUTS2, B2, 0);
  w = fill(w, OUTPUTS2, OUTPUTS3, W3[0], 0);
  fill(w, 1, OUTPUTS3, B3, -1e30f);
  const uint8_t *pixels = read_file(argv[1], "pixels.bin", &length);
  const uint8_t *labels = read_file(argv[1], "labels.bin", &count);
  float *out = malloc(count * OUTPUTS3 * sizeof *out);
  uint8_t *digits = malloc(count);
  for (long batch, from, to; scanf("%ld %ld %ld", &batch, &from, &to) == 3;) {
    double start = now();
    for (long i = from; i < to; i += batch)
      forward(pixels + i * INPUTS, to - i < batch ? to - i : batch, out + i * OUTPUTS3, digits + i);
    double elapsed = now() - start;
    int correct = 0;
    for (long i = from; i < to; i++) correct += digits[i] == labels[i];
    printf("%f %d\n", elapsed, correct);
    fflush(stdout);
  }
}
