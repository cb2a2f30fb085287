#include "fault_domain.h"

#include <stdlib.h>
#include <string.h>

/* An open file of a domain; the real one's own structure follows. */
typedef struct {
    sqlite3_file base;
    fault_domain *domain;
    fault_node *node;
} fault_file;

static sqlite3_vfs *real_vfs;

static fault_file *ours(sqlite3_file *file) { return (fault_file *)file; }

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)(ours(file) + 1); }

static int begin(sqlite3_file *file, unsigned call, int *cut) {
    pthread_mutex_lock(&fault_lock);
    return fault_call(ours(file)->domain, call, cut);
}

/* Ends a call: a cut that falls on it takes the power away after it had its effect. */
static int end(sqlite3_file *file, int code, int cut) {
    if (cut) {
        fault_cut(ours(file)->domain);
        code = SQLITE_IOERR;
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int file_close(sqlite3_file *file) {
    pthread_mutex_lock(&fault_lock);
    int code = real(file)->pMethods->xClose(real(file));
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int cut;
    int code = begin(file, FAULT_READ, &cut);
    if (code == SQLITE_OK) {
        code = real(file)->pMethods->xRead(real(file), bytes, count, offset);
    }
    return end(file, code, cut);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    int cut;
    int code = begin(file, FAULT_WRITE, &cut);
    if (code == SQLITE_OK) code = fault_keep(ours(file)->node, real(file), offset, count);
    if (code == SQLITE_OK) {
        code = real(file)->pMethods->xWrite(real(file), bytes, count, offset);
    }
    return end(file, code, cut);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int cut;
    sqlite3_int64 old = 0;
    int code = begin(file, FAULT_TRUNCATE, &cut);
    if (code == SQLITE_OK) code = real(file)->pMethods->xFileSize(real(file), &old);
    if (code == SQLITE_OK && old > size) {
        code = fault_keep(ours(file)->node, real(file), size, old - size);
        if (code == SQLITE_OK) fault_cutting(ours(file)->node, size);
    }
    if (code == SQLITE_OK) code = real(file)->pMethods->xTruncate(real(file), size);
    return end(file, code, cut);
}

/* The machine does not really lose power: what counts as synced need not be. */
static int file_sync(sqlite3_file *file, int flags) {
    (void)flags;
    int cut;
    sqlite3_int64 size = 0;
    int code = begin(file, FAULT_SYNC, &cut);
    if (code == SQLITE_OK) code = real(file)->pMethods->xFileSize(real(file), &size);
    if (code == SQLITE_OK && !cut && !ours(file)->domain->ignores_syncs) {
        fault_synced(ours(file)->domain, ours(file)->node, size);
    }
    return end(file, code, cut);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_is_reserved(sqlite3_file *file, int *answer) {
    return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

static int file_characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int file_shm_map(
    sqlite3_file *file, int region, int size, int extends, void volatile **memory
) {
    int cut;
    *memory = NULL;
    int code = begin(file, FAULT_SHARED_MEMORY, &cut);
    if (code == SQLITE_OK) {
        code = real(file)->pMethods->xShmMap(real(file), region, size, extends, memory);
    }
    return end(file, code, cut);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) {
    real(file)->pMethods->xShmBarrier(real(file));
}

static int file_shm_unmap(sqlite3_file *file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

/* Version 2: no memory-mapped reading, which faults could not reach. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_is_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *answered
) {
    (void)vfs;
    pthread_mutex_lock(&fault_lock);
    fault_domain *domain = name ? fault_domain_of(name) : NULL;
    if (!domain) {
        pthread_mutex_unlock(&fault_lock);
        return real_vfs->xOpen(real_vfs, name, file, flags, answered);
    }
    int cut;
    int code = fault_call(domain, FAULT_OPEN, &cut);
    fault_node *node = code == SQLITE_OK ? fault_node_of(domain, name) : NULL;
    if (code == SQLITE_OK && !node) code = SQLITE_NOMEM;
    file->pMethods = NULL;
    if (code == SQLITE_OK) {
        code = real_vfs->xOpen(real_vfs, name, real(file), flags, answered);
        /* The real one may have something to close although it failed. */
        if (real(file)->pMethods && code != SQLITE_OK) {
            real(file)->pMethods->xClose(real(file));
        }
    } else if (code == SQLITE_IOERR) {
        code = SQLITE_CANTOPEN;
    }
    if (code == SQLITE_OK) {
        ours(file)->domain = domain;
        ours(file)->node = node;
        file->pMethods = &methods;
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int syncs) {
    (void)vfs;
    pthread_mutex_lock(&fault_lock);
    fault_domain *domain = fault_domain_of(name);
    int cut = 0;
    int code = domain ? fault_call(domain, FAULT_DELETE, &cut) : SQLITE_OK;
    fault_node *node = code == SQLITE_OK && domain ? fault_node_of(domain, name) : NULL;
    if (node) code = fault_deleting(node, syncs && !cut);
    if (code == SQLITE_OK) code = real_vfs->xDelete(real_vfs, name, domain ? 0 : syncs);
    if (cut) {
        fault_cut(domain);
        code = SQLITE_IOERR_DELETE;
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
    (void)vfs;
    pthread_mutex_lock(&fault_lock);
    fault_domain *domain = fault_domain_of(name);
    int is_off = domain && domain->is_off;
    pthread_mutex_unlock(&fault_lock);
    if (is_off) return SQLITE_IOERR_ACCESS;
    return real_vfs->xAccess(real_vfs, name, flags, answer);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int size, char *path) {
    (void)vfs;
    return real_vfs->xFullPathname(real_vfs, name, size, path);
}

static void *vfs_load(sqlite3_vfs *vfs, const char *name) {
    (void)vfs;
    return real_vfs->xDlOpen(real_vfs, name);
}

static void vfs_load_error(sqlite3_vfs *vfs, int size, char *text) {
    (void)vfs;
    real_vfs->xDlError(real_vfs, size, text);
}

static void (*vfs_symbol(sqlite3_vfs *vfs, void *library, const char *name))(void) {
    (void)vfs;
    return real_vfs->xDlSym(real_vfs, library, name);
}

static void vfs_unload(sqlite3_vfs *vfs, void *library) {
    (void)vfs;
    real_vfs->xDlClose(real_vfs, library);
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *bytes) {
    (void)vfs;
    return real_vfs->xRandomness(real_vfs, size, bytes);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return real_vfs->xSleep(real_vfs, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    return real_vfs->xCurrentTime(real_vfs, days);
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *text) {
    (void)vfs;
    return real_vfs->xGetLastError(real_vfs, size, text);
}

static int vfs_time64(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    (void)vfs;
    return real_vfs->xCurrentTimeInt64(real_vfs, milliseconds);
}

static sqlite3_vfs fault_vfs = {
    .iVersion = 2,
    .zName = "fault",
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_path,
    .xDlOpen = vfs_load,
    .xDlError = vfs_load_error,
    .xDlSym = vfs_symbol,
    .xDlClose = vfs_unload,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_time64,
};

int fault_vfs_install(void) {
    static int is_installed;
    /* Counting what SQLite allocates takes a lock each time. Too late if it runs already. */
    if (!is_installed) sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int code = sqlite3_initialize();
    pthread_mutex_lock(&fault_lock);
    if (code == SQLITE_OK && !is_installed) {
        real_vfs = sqlite3_vfs_find(NULL);
        fault_vfs.szOsFile = (int)sizeof(fault_file) + real_vfs->szOsFile;
        fault_vfs.mxPathname = real_vfs->mxPathname;
        code = sqlite3_vfs_register(&fault_vfs, 1);
        is_installed = code == SQLITE_OK;
    }
    pthread_mutex_unlock(&fault_lock);
    return code;
}
