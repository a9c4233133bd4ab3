#include <check.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "run_suite.h"

enum { MAX_BYTES = 1 << 20 };

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena, MAX_BYTES);
}

static void tear_down(void)
{
    arena_release(&arena);
}

static bool is_filled(const unsigned char *bytes, size_t len, unsigned char with)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] != with)
            return false;
    }
    return true;
}

START_TEST(memory_is_zeroed_and_aligned)
{
    for (size_t size = 1; size < 200; size++) {
        unsigned char *taken = arena_take(&arena, 1, size);
        ck_assert_ptr_nonnull(taken);
        ck_assert_uint_eq((uintptr_t)taken % alignof(max_align_t), 0);
        ck_assert(is_filled(taken, size, 0));
        memset(taken, 0xAA, size);
    }
}
END_TEST

START_TEST(memory_is_zeroed_after_a_reset_too)
{
    unsigned char *first = arena_take(&arena, 1000, 1);
    ck_assert_ptr_nonnull(first);
    memset(first, 0xAA, 1000);
    arena_reset(&arena);
    unsigned char *second = arena_take(&arena, 1000, 1);
    ck_assert_ptr_eq(second, first);
    ck_assert(is_filled(second, 1000, 0));
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
    enum { PIECES = 250 };
    unsigned char *pieces[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = arena_take(&arena, i, 3);
        ck_assert_ptr_nonnull(pieces[i]);
        memset(pieces[i], (int)i, i * 3);
    }
    for (size_t i = 0; i < PIECES; i++)
        ck_assert(is_filled(pieces[i], i * 3, (unsigned char)i));
}
END_TEST

START_TEST(the_budget_is_kept_to_the_byte)
{
    ck_assert_ptr_null(arena_take(&arena, 1, MAX_BYTES + 1));
    ck_assert_ptr_nonnull(arena_take(&arena, 1, MAX_BYTES));
    ck_assert_uint_eq(arena.used_bytes, MAX_BYTES);
    ck_assert_ptr_null(arena_take(&arena, 1, 1));
    arena_reset(&arena);
    ck_assert_uint_eq(arena.used_bytes, 0);
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 1));
}
END_TEST

START_TEST(many_small_pieces_are_in_the_budget_too)
{
    size_t taken = 0;
    while (arena_take(&arena, 1, 16) != NULL)
        taken += 16;
    ck_assert_uint_eq(taken, MAX_BYTES);
}
END_TEST

START_TEST(an_overflow_is_refused)
{
    ck_assert_ptr_null(arena_take(&arena, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(arena_take(&arena, SIZE_MAX, 1));
    ck_assert_ptr_null(arena_take(&arena, 1, SIZE_MAX - 1));
}
END_TEST

START_TEST(an_arena_without_limit_refuses_what_cannot_be)
{
    struct arena boundless;
    arena_init(&boundless, SIZE_MAX);
    ck_assert_ptr_null(arena_take(&boundless, 1, SIZE_MAX - 20));
    ck_assert_ptr_nonnull(arena_take(&boundless, 1, 100));
    arena_release(&boundless);
}
END_TEST

START_TEST(nothing_is_not_null_and_costs_nothing)
{
    ck_assert_ptr_nonnull(arena_take(&arena, 0, 8));
    ck_assert_ptr_nonnull(arena_take(&arena, 8, 0));
    ck_assert_uint_eq(arena.used_bytes, 0);
}
END_TEST

START_TEST(a_reset_keeps_the_largest_block)
{
    void *large = NULL;
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 10));
    large = arena_take(&arena, 1, MAX_BYTES / 2);
    ck_assert_ptr_nonnull(large);
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 10));
    arena_reset(&arena);
    ck_assert_ptr_nonnull(arena_take(&arena, 1, MAX_BYTES / 2));
    arena_reset(&arena);
    ck_assert_ptr_nonnull(arena.blocks);
}
END_TEST

START_TEST(an_arena_of_zeroes_gives_nothing)
{
    struct arena zero = {0};
    ck_assert_ptr_null(arena_take(&zero, 1, 1));
    arena_reset(&zero);
    arena_release(&zero);
    arena_reset(NULL);
    arena_release(NULL);
}
END_TEST

START_TEST(a_released_arena_can_be_used_again)
{
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 100));
    arena_release(&arena);
    ck_assert_ptr_nonnull(arena_take(&arena, 1, 100));
}
END_TEST

START_TEST(a_text_is_copied_with_its_nul)
{
    char source[] = "a\0b";
    struct text copy;
    ck_assert(arena_copy_text(&arena, (struct text){source, 3}, &copy));
    memset(source, 'x', 3);
    ck_assert(text_equal(copy, TEXT("a\0b")));
    ck_assert(arena_copy_text(&arena, (struct text){0}, &copy));
    ck_assert_uint_eq(copy.len, 0);
}
END_TEST

START_TEST(a_text_that_does_not_fit_is_empty)
{
    struct arena small;
    struct text copy = TEXT("before");
    arena_init(&small, 4);
    ck_assert(!arena_copy_text(&small, TEXT("longer than that"), &copy));
    ck_assert_uint_eq(copy.len, 0);
    ck_assert_ptr_null(copy.ptr);
    arena_release(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("memory");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, memory_is_zeroed_and_aligned);
    tcase_add_test(tcase, memory_is_zeroed_after_a_reset_too);
    tcase_add_test(tcase, pieces_do_not_overlap);
    tcase_add_test(tcase, the_budget_is_kept_to_the_byte);
    tcase_add_test(tcase, many_small_pieces_are_in_the_budget_too);
    tcase_add_test(tcase, an_overflow_is_refused);
    tcase_add_test(tcase, an_arena_without_limit_refuses_what_cannot_be);
    tcase_add_test(tcase, nothing_is_not_null_and_costs_nothing);
    tcase_add_test(tcase, a_reset_keeps_the_largest_block);
    tcase_add_test(tcase, an_arena_of_zeroes_gives_nothing);
    tcase_add_test(tcase, a_released_arena_can_be_used_again);
    tcase_add_test(tcase, a_text_is_copied_with_its_nul);
    tcase_add_test(tcase, a_text_that_does_not_fit_is_empty);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
