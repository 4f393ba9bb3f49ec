/*
 * Work for the interpreter: checksum, copy, sort and inflate, as a flasher's stub does them. Freestanding; each
 * function returns a number that depends on all that it did. The test writes a raw deflate stream to `packed`,
 * which speed.ld puts first in DRAM.
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;

#define WINDOW 32768

static u32 crc_table[256];
static u8 out[WINDOW];
u8 packed[24576] __attribute__((section(".packed"), aligned(4)));

static u32 crc32(const u8 *data, u32 length) {
  u32 crc = 0xffffffff;
  if (crc_table[1] == 0)
    for (u32 n = 0; n < 256; n++) {
      u32 c = n;
      for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >> 1) : c >> 1;
      crc_table[n] = c;
    }
  while (length--) crc = crc_table[(crc ^ *data++) & 0xff] ^ (crc >> 8);
  return ~crc;
}

static void fill(u8 *data, u32 length, u32 seed) {
  for (u32 i = 0; i < length; i++) {
    seed = seed * 1664525 + 1013904223;
    data[i] = seed >> 24;
  }
}

u32 checksum(u32 rounds) {
  u32 sum = 0;
  fill(out, 4096, 1);
  for (u32 i = 0; i < rounds; i++) sum += crc32(out, 4096) + i;
  return sum;
}

u32 copy(u32 rounds) {
  u32 *from = (u32 *)out, *to = (u32 *)(out + WINDOW / 2);
  fill(out, WINDOW / 2, 2);
  for (u32 round = 0; round < rounds; round++) {
    for (u32 i = 0; i < WINDOW / 8; i++) to[i] = from[i] + round;
    for (u32 i = 0; i < WINDOW / 8; i++) from[i] = to[i] ^ round;
  }
  return crc32(out, WINDOW);
}

static void sort_part(short *values, int low, int high) {
  while (low < high) {
    int i = low, j = high;
    short pivot = values[(low + high) >> 1];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        short held = values[i];
        values[i++] = values[j];
        values[j--] = held;
      }
    }
    sort_part(values, low, j);
    low = i;
  }
}

u32 sort(u32 rounds) {
  u32 sum = 0;
  for (u32 round = 0; round < rounds; round++) {
    fill(out, WINDOW / 4, round);
    sort_part((short *)out, 0, WINDOW / 8 - 1);
    sum = sum * 31 + crc32(out, WINDOW / 4);
  }
  return sum;
}

/* Inflate (RFC 1951) by canonical codes counted by length. */
struct code {
  u16 count[16];
  u16 symbol[288];
};
static struct code literals, distances;
static const u8 *input;
static u32 bits, bit_count;

static u32 take(u32 count) {
  while (bit_count < count) {
    bits |= (u32)*input++ << bit_count;
    bit_count += 8;
  }
  u32 value = bits & ((1u << count) - 1);
  bits >>= count;
  bit_count -= count;
  return value;
}

static int symbol_of(const struct code *code) {
  int value = 0, first = 0, index = 0;
  for (int length = 1; length < 16; length++) {
    value |= take(1);
    int count = code->count[length];
    if (value - count < first) return code->symbol[index + value - first];
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return -1;
}

static void build(struct code *code, const u8 *lengths, int count) {
  u16 offset[16];
  for (int i = 0; i < 16; i++) code->count[i] = 0;
  for (int i = 0; i < count; i++) code->count[lengths[i]]++;
  code->count[0] = 0;
  offset[1] = 0;
  for (int i = 1; i < 15; i++) offset[i + 1] = offset[i] + code->count[i];
  for (int i = 0; i < count; i++)
    if (lengths[i]) code->symbol[offset[lengths[i]]++] = i;
}

static const u16 length_base[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                  31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const u8 length_bits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const u16 distance_base[] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const u8 distance_bits[] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                   6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
static const u8 order[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

static void fixed_codes(void) {
  u8 lengths[288];
  for (int i = 0; i < 288; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
  build(&literals, lengths, 288);
  for (int i = 0; i < 30; i++) lengths[i] = 5;
  build(&distances, lengths, 30);
}

static void dynamic_codes(void) {
  u8 lengths[320];
  int literal_count = take(5) + 257, distance_count = take(5) + 1, code_count = take(4) + 4, at = 0;
  for (int i = 0; i < 19; i++) lengths[order[i]] = i < code_count ? take(3) : 0;
  build(&literals, lengths, 19);
  while (at < literal_count + distance_count) {
    int symbol = symbol_of(&literals), repeat = 1, value = symbol;
    if (symbol == 16) value = lengths[at - 1], repeat = 3 + take(2);
    else if (symbol == 17) value = 0, repeat = 3 + take(3);
    else if (symbol == 18) value = 0, repeat = 11 + take(7);
    while (repeat--) lengths[at++] = value;
  }
  build(&distances, lengths + literal_count, distance_count);
  build(&literals, lengths, literal_count);
}

static u32 inflate_once(void) {
  u32 at = 0, sum = 0, last;
  input = packed;
  bits = bit_count = 0;
  do {
    last = take(1);
    u32 kind = take(2);
    if (kind == 0) {
      bits = bit_count = 0;
      u32 length = input[0] | input[1] << 8;
      input += 4;
      while (length--) out[at++ & (WINDOW - 1)] = *input++;
      continue;
    }
    if (kind == 1) fixed_codes();
    else dynamic_codes();
    for (;;) {
      int symbol = symbol_of(&literals);
      if (symbol == 256) break;
      if (symbol < 256) {
        out[at++ & (WINDOW - 1)] = symbol;
        sum = sum * 31 + symbol;
        continue;
      }
      u32 length = length_base[symbol - 257] + take(length_bits[symbol - 257]);
      symbol = symbol_of(&distances);
      u32 distance = distance_base[symbol] + take(distance_bits[symbol]);
      while (length--) {
        u8 byte = out[(at - distance) & (WINDOW - 1)];
        out[at++ & (WINDOW - 1)] = byte;
        sum = sum * 31 + byte;
      }
    }
  } while (!last);
  return sum ^ at;
}

u32 inflate(u32 rounds) {
  u32 sum = 0;
  for (u32 round = 0; round < rounds; round++) sum = sum * 7 + inflate_once();
  return sum;
}

/* a2: which, a3: rounds; ends at a `break`. */
u32 start(u32 which, u32 rounds) {
  switch (which) {
    case 0: return checksum(rounds);
    case 1: return copy(rounds);
    case 2: return sort(rounds);
    default: return inflate(rounds);
  }
}
