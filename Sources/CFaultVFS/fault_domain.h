#ifndef FAULT_DOMAIN_H
#define FAULT_DOMAIN_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>

#include "fault_vfs.h"

enum { SECTOR = 512 };

/* One file of a domain and what it held when it was last synced. */
typedef struct fault_node {
    struct fault_node *next;
    char *path;
    int64_t synced_size;
    /* Whether its directory entry survives a power cut. */
    int is_linked;
    /* By sector number: the bytes at the last sync, NULL where nothing was written since. */
    unsigned char **before;
    int64_t sectors;
    /* Whether it was cut since the last sync to less than its length then, and to how much. */
    int is_cut;
    int64_t cut_size;
    /* What stood under the name before a deletion that may come undone. */
    unsigned char *deleted;
    int64_t deleted_size;
} fault_node;

struct fault_domain {
    struct fault_domain *next;
    char *folder;
    fault_node *nodes;
    uint64_t counts[8];
    uint64_t cut_in;
    uint64_t seed;
    int is_off;
    /* Whether what falls on `cut_in` is the end of the process only. */
    int is_kill;
    int ignores_syncs;
    unsigned fail_calls;
    int fail_code;
    uint64_t fail_in;
    uint64_t fail_times;
};

/* Guards all domains; the functions below are called with it held. */
extern pthread_mutex_t fault_lock;

/* The domain that a path lies in, or NULL. */
fault_domain *fault_domain_of(const char *path);

/* The node of a path, made if need be; NULL without memory. */
fault_node *fault_node_of(fault_domain *domain, const char *path);

/* Counts a call and decides about it: SQLITE_OK, or the code it fails with. A cut that falls on
 * the call is noted in `cut`, to be done once the call has had its effect. */
int fault_call(fault_domain *domain, unsigned call, int *cut);

/* Keeps what a file holds from `offset` on, `length` bytes or up to its end, before it changes. */
int fault_keep(fault_node *node, sqlite3_file *real, int64_t offset, int64_t length);

/* A file is cut to a length. */
void fault_cutting(fault_node *node, int64_t size);

/* A file and its directory entry have reached the disk. */
void fault_synced(fault_domain *domain, fault_node *node, int64_t size);

/* A file is about to be deleted. */
int fault_deleting(fault_node *node, int is_synced);

/* Takes back what was not synced and switches the domain off. */
void fault_cut(fault_domain *domain);

#endif
