/* Calls kernels as requests say, where Python cannot: comes after all kernels, call(), MOST_POINTERS
   and MOST_NUMBERS.

   A request is of int32: the kernel's number, how many pointers and how many numbers follow, these
   numbers, floats by their bits, and for each pointer how many bytes it is to, or -1 for NULL, and
   whether they are sent back; then all these bytes. The answer is an int32, the length of a text
   that says what the kernel did wrong, that text, and the bytes that are sent back. */
#include <stdio.h>
#include <stdlib.h>

#define GUARD 64
#define FILL 0xA5
#define TOO_LARGE 2

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>

/* Each buffer ends where memory does that may be read. */
#define SLOT ((size_t)1 << 22)
#define AFTER 0

static unsigned char *placed(int32_t index, size_t size)
{
    static unsigned char *memory;
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (!memory) {
        const int kind = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
        size_t i;
        memory = mmap(NULL, MOST_POINTERS * (SLOT + page), PROT_READ | PROT_WRITE, kind, -1, 0);
        for (i = 0; i < MOST_POINTERS; ++i) {
            mprotect(memory + i * (SLOT + page) + SLOT, page, PROT_NONE);
        }
    }
    if (size + GUARD > SLOT) {
        exit(TOO_LARGE);
    }
    return memory + (size_t)index * (SLOT + page) + SLOT - size;
}
#else
/* What is written past the end of a buffer is seen. */
#define ARENA ((size_t)1 << 20)
#define AFTER GUARD

static unsigned char *placed(int32_t index, size_t size)
{
    static union {
        unsigned char bytes[ARENA];
        double aligned;
    } memory;
    static size_t used;
    unsigned char *found;
    used = index ? used : 0;
    if (used + GUARD + size + AFTER > ARENA) {
        exit(TOO_LARGE);
    }
    found = memory.bytes + used + GUARD;
    used += (GUARD + size + AFTER + 15) / 16 * 16;
    return found;
}
#endif

typedef struct buffer {
    unsigned char *bytes;
    int32_t size, is_sent;
} buffer;

static void get(FILE *from, void *to, size_t size)
{
    if (fread(to, 1, size, from) != size) {
        exit(0);
    }
}

static int32_t get_number(FILE *from)
{
    int32_t found;
    get(from, &found, sizeof found);
    return found;
}

static int is_filled(const unsigned char *bytes, size_t size)
{
    size_t i;
    for (i = 0; i < size && bytes[i] == FILL; ++i) {
    }
    return i == size;
}

int main(void)
{
    static buffer buffers[MOST_POINTERS];
    static void *pointers[MOST_POINTERS];
    static number numbers[MOST_NUMBERS];
    FILE *from = fopen("/dev/stdin", "rb"), *to = fopen("/dev/stdout", "wb");
    if (!from || !to) {
        return 1;
    }
    for (;;) {
        const int32_t kernel = get_number(from), count = get_number(from);
        const int32_t number_count = get_number(from);
        const char *wrong;
        int32_t i, length;
        if (count > MOST_POINTERS || number_count > MOST_NUMBERS) {
            return TOO_LARGE;
        }
        get(from, numbers, (size_t)number_count * sizeof *numbers);
        for (i = 0; i < count; ++i) {
            buffers[i].size = get_number(from);
            buffers[i].is_sent = get_number(from);
        }
        for (i = 0; i < count; ++i) {
            const size_t size = buffers[i].size < 0 ? 0 : (size_t)buffers[i].size;
            buffers[i].bytes = placed(i, size);
            pointers[i] = buffers[i].size < 0 ? NULL : buffers[i].bytes;
            get(from, buffers[i].bytes, size);
            memset(buffers[i].bytes - GUARD, FILL, GUARD);
            memset(buffers[i].bytes + size, FILL, AFTER);
        }
        undefined_behaviour = NULL;
        call(kernel, pointers, numbers);
        wrong = undefined_behaviour;
        for (i = 0; i < count; ++i) {
            const size_t size = buffers[i].size < 0 ? 0 : (size_t)buffers[i].size;
            if (!is_filled(buffers[i].bytes - GUARD, GUARD)) {
                wrong = "writes before a buffer";
            } else if (!is_filled(buffers[i].bytes + size, AFTER)) {
                wrong = "writes past a buffer";
            }
        }
        length = wrong ? (int32_t)strlen(wrong) : 0;
        fwrite(&length, sizeof length, 1, to);
        fwrite(wrong ? wrong : "", 1, (size_t)length, to);
        for (i = 0; i < count; ++i) {
            if (buffers[i].is_sent && buffers[i].size > 0) {
                fwrite(buffers[i].bytes, 1, (size_t)buffers[i].size, to);
            }
        }
        fflush(to);
    }
}
