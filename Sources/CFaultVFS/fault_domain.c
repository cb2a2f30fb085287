#include "fault_domain.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

pthread_mutex_t fault_lock = PTHREAD_MUTEX_INITIALIZER;

static fault_domain *domains;

/* A step of SplitMix64. */
static uint64_t next_random(uint64_t *state) {
    uint64_t word = *state += UINT64_C(0x9E3779B97F4A7C15);
    word = (word ^ (word >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94D049BB133111EB);
    return word ^ (word >> 31);
}

fault_domain *fault_domain_of(const char *path) {
    for (fault_domain *domain = domains; domain; domain = domain->next) {
        size_t length = strlen(domain->folder);
        if (strncmp(path, domain->folder, length) == 0 && path[length] == '/') return domain;
    }
    return NULL;
}

fault_node *fault_node_of(fault_domain *domain, const char *path) {
    for (fault_node *node = domain->nodes; node; node = node->next) {
        if (strcmp(node->path, path) == 0) return node;
    }
    fault_node *node = calloc(1, sizeof *node);
    if (!node || !(node->path = strdup(path))) {
        free(node);
        return NULL;
    }
    /* What stands there before the domain first meets it counts as synced. */
    struct stat status;
    if (stat(path, &status) == 0) {
        node->synced_size = status.st_size;
        node->is_linked = 1;
    }
    node->next = domain->nodes;
    domain->nodes = node;
    return node;
}

int fault_call(fault_domain *domain, unsigned call, int *cut) {
    *cut = 0;
    if (domain->is_off) return SQLITE_IOERR;
    domain->counts[__builtin_ctz(call)] += 1;
    if ((call & FAULT_CHANGES) && domain->cut_in && --domain->cut_in == 0) *cut = 1;
    if (!(domain->fail_calls & call) || !domain->fail_code) return SQLITE_OK;
    if (domain->fail_in > 1) {
        domain->fail_in -= 1;
        return SQLITE_OK;
    }
    int code = domain->fail_code;
    if (domain->fail_times && --domain->fail_times == 0) domain->fail_code = 0;
    return code;
}

static void forget(fault_node *node) {
    for (int64_t sector = 0; sector < node->sectors; sector++) {
        free(node->before[sector]);
        node->before[sector] = NULL;
    }
    node->is_cut = 0;
}

/* Keeps sectors of which none is kept, read in one go. */
static int keep(fault_node *node, sqlite3_file *real, int64_t first, int64_t last) {
    /* Beyond the synced size nothing stood when the file was last synced. */
    int64_t known = (node->synced_size + SECTOR - 1) / SECTOR;
    int64_t end = last < known ? last : known;
    int code = SQLITE_OK;
    unsigned char *bytes = calloc((size_t)(last - first), SECTOR);
    if (!bytes) return SQLITE_IOERR_NOMEM;
    if (first < end) {
        code = real->pMethods->xRead(real, bytes, (int)(end - first) * SECTOR, first * SECTOR);
        if (code == SQLITE_IOERR_SHORT_READ) code = SQLITE_OK;
    }
    for (int64_t sector = first; code == SQLITE_OK && sector < last; sector++) {
        node->before[sector] = malloc(SECTOR);
        if (!node->before[sector]) code = SQLITE_IOERR_NOMEM;
        else memcpy(node->before[sector], bytes + (sector - first) * SECTOR, SECTOR);
    }
    free(bytes);
    return code;
}

int fault_keep(fault_node *node, sqlite3_file *real, int64_t offset, int64_t length) {
    int64_t end = offset + length;
    int64_t last = (end + SECTOR - 1) / SECTOR;
    if (last > node->sectors) {
        int64_t sectors = last * 2;
        unsigned char **before = realloc(node->before, (size_t)sectors * sizeof *before);
        if (!before) return SQLITE_IOERR_NOMEM;
        memset(before + node->sectors, 0, (size_t)(sectors - node->sectors) * sizeof *before);
        node->before = before;
        node->sectors = sectors;
    }
    for (int64_t sector = offset / SECTOR; sector < last;) {
        if (node->before[sector]) {
            sector++;
            continue;
        }
        int64_t stop = sector + 1;
        while (stop < last && !node->before[stop]) stop++;
        int code = keep(node, real, sector, stop);
        if (code != SQLITE_OK) return code;
        sector = stop;
    }
    return SQLITE_OK;
}

void fault_cutting(fault_node *node, int64_t size) {
    if (size >= node->synced_size || (node->is_cut && size >= node->cut_size)) return;
    node->is_cut = 1;
    node->cut_size = size;
}

void fault_synced(fault_domain *domain, fault_node *node, int64_t size) {
    forget(node);
    node->synced_size = size;
    if (node->is_linked) return;
    /* SQLite syncs the directory with a new journal or log, which settles every name in it. */
    for (fault_node *other = domain->nodes; other; other = other->next) {
        if (access(other->path, F_OK) == 0) other->is_linked = 1;
        free(other->deleted);
        other->deleted = NULL;
    }
}

int fault_deleting(fault_node *node, int is_synced) {
    int was_linked = node->is_linked;
    int64_t size = node->synced_size;
    node->is_linked = 0;
    node->synced_size = 0;
    if (is_synced || !was_linked) {
        forget(node);
        return SQLITE_OK;
    }
    /* What comes back is the file as it was last synced. */
    unsigned char *bytes = calloc(1, size ? (size_t)size : 1);
    int file = open(node->path, O_RDONLY);
    ssize_t count = bytes && file >= 0 ? pread(file, bytes, (size_t)size, 0) : -1;
    if (file >= 0) close(file);
    for (int64_t sector = 0; bytes && sector < node->sectors; sector++) {
        int64_t start = sector * SECTOR;
        if (!node->before[sector] || start >= size) continue;
        memcpy(
            bytes + start, node->before[sector],
            (size_t)(size - start < SECTOR ? size - start : SECTOR));
    }
    forget(node);
    if (count < 0) {
        free(bytes);
        return SQLITE_IOERR_DELETE;
    }
    free(node->deleted);
    node->deleted = bytes;
    node->deleted_size = size;
    return SQLITE_OK;
}

/* Takes back sectors of an open file, then sets its length. A cut reaches the disk as a whole or
 * not at all: file systems change a file's length and give its blocks back in one step. */
static void roll_back(fault_node *node, int file, uint64_t *random) {
    static const unsigned char zeros[SECTOR];
    struct stat status;
    if (fstat(file, &status) != 0) abort();
    int arrived = node->is_cut && *random && (next_random(random) & 1);
    int undone = node->is_cut && !arrived;
    int64_t size = arrived ? node->cut_size : node->synced_size;
    if (*random && (next_random(random) & 1) && !undone && status.st_size > size) {
        size = status.st_size;
    }
    /* Sectors beyond the old end that never arrived read as zeros. */
    for (int64_t sector = 0; sector < node->sectors; sector++) {
        const unsigned char *before = node->before[sector];
        int64_t start = sector * SECTOR;
        if (!before) continue;
        int is_behind = node->is_cut && start >= node->cut_size;
        int stays = *random && (next_random(random) & 1);
        if (stays && !(is_behind && undone)) continue;
        if (is_behind && arrived) before = zeros;
        if (start < size && pwrite(file, before, SECTOR, start) != SECTOR) abort();
    }
    if (ftruncate(file, size) != 0) abort();
    forget(node);
    node->synced_size = size;
}

static void bring_back(fault_node *node) {
    int file = open(node->path, O_RDWR | O_CREAT, 0600);
    if (file < 0) abort();
    if (pwrite(file, node->deleted, (size_t)node->deleted_size, 0) != node->deleted_size) abort();
    close(file);
    node->synced_size = node->deleted_size;
    node->is_linked = 1;
}

void fault_cut(fault_domain *domain) {
    domain->is_off = 1;
    domain->cut_in = 0;
    /* What a process wrote stays where the system has it; a later power cut may still take it. */
    if (domain->is_kill) return;
    uint64_t random = domain->seed;
    for (fault_node *node = domain->nodes; node; node = node->next) {
        int file = open(node->path, O_RDWR);
        if (file >= 0) {
            if (!node->is_linked && !(random && (next_random(&random) & 1))) {
                unlink(node->path);
                forget(node);
                node->synced_size = 0;
            } else {
                roll_back(node, file, &random);
                node->is_linked = 1;
            }
            close(file);
        }
        if (node->deleted && access(node->path, F_OK) != 0
            && !(random && (next_random(&random) & 1))) {
            bring_back(node);
        }
        free(node->deleted);
        node->deleted = NULL;
    }
}

fault_domain *fault_domain_begin(const char *folder) {
    fault_domain *domain = calloc(1, sizeof *domain);
    if (!domain || !(domain->folder = strdup(folder))) {
        free(domain);
        return NULL;
    }
    pthread_mutex_lock(&fault_lock);
    domain->next = domains;
    domains = domain;
    pthread_mutex_unlock(&fault_lock);
    return domain;
}

void fault_domain_end(fault_domain *domain) {
    pthread_mutex_lock(&fault_lock);
    fault_domain **link = &domains;
    while (*link != domain) link = &(*link)->next;
    *link = domain->next;
    pthread_mutex_unlock(&fault_lock);
    while (domain->nodes) {
        fault_node *node = domain->nodes;
        domain->nodes = node->next;
        forget(node);
        free(node->before);
        free(node->deleted);
        free(node->path);
        free(node);
    }
    free(domain->folder);
    free(domain);
}

uint64_t fault_domain_count(fault_domain *domain, unsigned calls) {
    uint64_t count = 0;
    pthread_mutex_lock(&fault_lock);
    for (unsigned call = 0; call < 8; call++) {
        if (calls & 1u << call) count += domain->counts[call];
    }
    pthread_mutex_unlock(&fault_lock);
    return count;
}

void fault_domain_cut_at(fault_domain *domain, uint64_t n, uint64_t seed) {
    pthread_mutex_lock(&fault_lock);
    domain->cut_in = n;
    domain->seed = seed;
    domain->is_kill = 0;
    pthread_mutex_unlock(&fault_lock);
}

void fault_domain_cut_now(fault_domain *domain, uint64_t seed) {
    pthread_mutex_lock(&fault_lock);
    domain->seed = seed;
    domain->is_kill = 0;
    if (!domain->is_off) fault_cut(domain);
    pthread_mutex_unlock(&fault_lock);
}

void fault_domain_kill_at(fault_domain *domain, uint64_t n) {
    pthread_mutex_lock(&fault_lock);
    domain->is_kill = 1;
    domain->cut_in = n;
    if (n == 0) domain->is_off = 1;
    pthread_mutex_unlock(&fault_lock);
}

void fault_domain_ignore_syncs(fault_domain *domain, int ignores) {
    pthread_mutex_lock(&fault_lock);
    domain->ignores_syncs = ignores;
    pthread_mutex_unlock(&fault_lock);
}

int fault_domain_is_off(fault_domain *domain) {
    pthread_mutex_lock(&fault_lock);
    int is_off = domain->is_off;
    pthread_mutex_unlock(&fault_lock);
    return is_off;
}

void fault_domain_power_on(fault_domain *domain) {
    pthread_mutex_lock(&fault_lock);
    domain->is_off = 0;
    domain->cut_in = 0;
    pthread_mutex_unlock(&fault_lock);
}

void fault_domain_settle(fault_domain *domain, const char *path) {
    pthread_mutex_lock(&fault_lock);
    for (fault_node *node = domain->nodes; node; node = node->next) {
        if (strcmp(node->path, path) != 0) continue;
        struct stat status;
        node->is_linked = stat(path, &status) == 0;
        node->synced_size = node->is_linked ? status.st_size : 0;
        forget(node);
        free(node->deleted);
        node->deleted = NULL;
    }
    pthread_mutex_unlock(&fault_lock);
}

void fault_domain_fail_at(
    fault_domain *domain, unsigned calls, int code, uint64_t n, uint64_t times
) {
    pthread_mutex_lock(&fault_lock);
    domain->fail_calls = calls;
    domain->fail_code = code;
    domain->fail_in = n;
    domain->fail_times = times;
    pthread_mutex_unlock(&fault_lock);
}
