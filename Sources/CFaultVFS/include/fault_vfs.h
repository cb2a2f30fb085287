#ifndef FAULT_VFS_H
#define FAULT_VFS_H

#include <stdint.h>

/* A SQLite VFS for tests and simulations: the platform's own, with faults.
 *
 * A domain is a folder. Files in it are written through to the real disk, but what they held at
 * their last sync is kept, so that a power cut can be played: at the chosen call everything that
 * was not synced is taken back, all of it or a random part of its sectors, and from then on every
 * call in the domain fails until fault_domain_power_on(). Files elsewhere are left alone.
 *
 * What is played is stricter than most disks: nothing unsynced survives by luck unless the seed
 * says so, and a file or a deletion whose directory was not synced may come undone.
 */

typedef struct fault_domain fault_domain;

/* Calls that can be counted and can fail; a set of them is their sum. */
enum {
    FAULT_READ = 1,
    FAULT_WRITE = 2,
    FAULT_SYNC = 4,
    FAULT_TRUNCATE = 8,
    FAULT_OPEN = 16,
    FAULT_DELETE = 32,
    FAULT_SHARED_MEMORY = 64,
    /* What a power cut can fall on. */
    FAULT_CHANGES = FAULT_WRITE | FAULT_SYNC | FAULT_TRUNCATE | FAULT_DELETE
};

/* Makes the VFS the default one of this process; more calls do nothing.
 * Answers a SQLite result code. */
int fault_vfs_install(void);

/* Begins to watch a folder, given by its full path. NULL without memory. */
fault_domain *fault_domain_begin(const char *folder);

/* Stops watching. All connections to files of the folder must be closed. */
void fault_domain_end(fault_domain *domain);

/* How many calls of a set were made since the domain began. */
uint64_t fault_domain_count(fault_domain *domain, unsigned calls);

/* Cuts the power at the n-th call of FAULT_CHANGES from now, counted from 1; 0 never.
 *
 * With seed 0 nothing survives that was not synced; otherwise the seed decides for each sector,
 * for the length of each file and for each file made or deleted. */
void fault_domain_cut_at(fault_domain *domain, uint64_t n, uint64_t seed);

/* Cuts the power now. */
void fault_domain_cut_now(fault_domain *domain, uint64_t seed);

/* Ends the process, as far as the domain is concerned, at the n-th call of FAULT_CHANGES from now,
 * counted from 1; 0 now. All that was written stays; every later call fails. */
void fault_domain_kill_at(fault_domain *domain, uint64_t n);

/* Lets syncs do nothing and answer that they did: a program, or a disk, that does not sync. */
void fault_domain_ignore_syncs(fault_domain *domain, int ignores);

/* Whether the power is off. */
int fault_domain_is_off(fault_domain *domain);

/* Lets calls work again after a power cut. Connections from before must be closed. */
void fault_domain_power_on(fault_domain *domain);

/* Takes a file of the domain as it stands, or does not stand, for synced: it was put there by other
 * means. No connection to it may be open. */
void fault_domain_settle(fault_domain *domain, const char *path);

/* Lets calls of a set fail with a SQLite result code: from the n-th from now (counted from 1),
 * `times` of them, 0 for all that follow. Only one such fault at a time; code 0 heals it. */
void fault_domain_fail_at(
    fault_domain *domain, unsigned calls, int code, uint64_t n, uint64_t times);

#endif
