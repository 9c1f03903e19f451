/* Times a model; compiled with it. Nanoseconds of a clock that only goes forward. */
#define _POSIX_C_SOURCE 199309L

#include "model.h"

#include <time.h>

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* What the calls of the current run have taken so far and how often they were made, when the last of
   them ended, and what reading the clock adds to each. */
static int64_t *spent, *made;
static int64_t last, reading;

/* The model has this after each of its calls where it is emitted to be timed. */
void model_timed(int32_t call)
{
    spent[call] += now() - last - reading;
    made[call] += 1;
    last = now();
}

/* What is counted, at least, for a call that does nothing. */
static int64_t time_of_nothing(void)
{
    int64_t least = 1000000, sum, count = 0;
    int32_t i;
    spent = &sum;
    made = &count;
    last = now();
    for (i = 0; i < 10000; ++i) {
        sum = 0;
        model_timed(0);
        least = sum < least ? sum : least;
    }
    return least;
}

/* All runs together. */
int64_t model_time(const model_inputs *inputs, model_outputs *outputs, void *arena, int32_t runs)
{
    const int64_t start = now();
    int32_t i;
    for (i = 0; i < runs; ++i) {
        model_invoke(inputs, outputs, arena);
    }
    return now() - start;
}

/* found[runs][2][calls], which is 0 before: what each call of each run took, all its repetitions
   together, and how many these were. */
void model_time_calls(const model_inputs *inputs, model_outputs *outputs, void *arena, int32_t runs,
                      int32_t calls, int64_t *found)
{
    int32_t i;
    reading = 0;
    reading = time_of_nothing();
    for (i = 0; i < runs; ++i) {
        spent = found + (int64_t)2 * i * calls;
        made = spent + calls;
        last = now();
        model_invoke(inputs, outputs, arena);
    }
}
