/* Starts a program on a bare Cortex-M: vectors, floating point and vectors on, memory cleared. */
#include <stdint.h>

extern uint32_t __stack_top, __bss_start, __bss_end;
int main(void);
void exit(int code);
void initialise_monitor_handles(void);

static void reset(void)
{
    uint32_t *word;
    /* CPACR: full access to coprocessors 10 and 11, the floating point unit and Helium. */
    *(volatile uint32_t *)0xE000ED88 |= 0xFU << 20;
    __asm volatile("dsb\nisb");
    for (word = &__bss_start; word < &__bss_end; ++word) {
        *word = 0;
    }
    initialise_monitor_handles();
    exit(main());
}

static void fault(void)
{
    exit(99);
}

typedef union {
    uint32_t *stack;
    void (*handler)(void);
} vector;

/* The stack, reset, and the six faults that a program may cause. */
__attribute__((section(".vectors"), used)) static const vector vectors[16] = {
    {&__stack_top},     {.handler = reset}, {.handler = fault}, {.handler = fault},
    {.handler = fault}, {.handler = fault}, {.handler = fault}, {.handler = fault}};

void _init(void);
void _fini(void);
void _init(void) {}
void _fini(void) {}
