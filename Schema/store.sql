-- The tables of one VNSync store file, schema version 3.
--
-- Times in columns named *_ms are milliseconds since 1970; hlc is 48 bits of milliseconds and a
-- 16-bit count. Ids are 16-byte blobs, replicas are the local numbers of table `replica`. Columns
-- marked (derived) are computed from the others and can be rebuilt.

-- One row: the store itself.
CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    replica INTEGER NOT NULL REFERENCES replica,   -- the incarnation that writes here
    name TEXT,
    created_ms INTEGER NOT NULL,
    token TEXT NOT NULL,              -- identity of the file; another one: the file was copied
    is_copied INTEGER NOT NULL DEFAULT 0,
    hlc INTEGER NOT NULL,             -- newest stamp given or seen
    seq INTEGER NOT NULL,             -- head of the change feed
    counter INTEGER NOT NULL,         -- head of the change journal
    head_hash BLOB NOT NULL,          -- hash of that journal row
    search_seq INTEGER NOT NULL,      -- documents up to this seq are in the search index
    generation TEXT NOT NULL,         -- as an endpoint: names this history of the feed
    recovering_ms INTEGER,            -- as an endpoint that was put back: until when it takes
                                      -- changes that have observed what it does not hold
    media_seq INTEGER NOT NULL DEFAULT 0,  -- articles up to this seq are in media_reference
    documents INTEGER NOT NULL DEFAULT 0,  -- (derived) how many articles and comments there are
    digest_sum BLOB NOT NULL DEFAULT x'00000000000000000000000000000000',
                                      -- (derived) the sum of their digests modulo 2^128
    backup_ms INTEGER                 -- as an endpoint: when the last backup was verified
) STRICT;

-- A replica ever seen. Clocks hold the number.
CREATE TABLE replica (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    is_own INTEGER NOT NULL DEFAULT 0, -- this store's present and former ids
    counter INTEGER NOT NULL DEFAULT 0 -- highest counter that a document here has ever seen; of
                                      -- the present own id, the journal's counts
) STRICT;

-- The view of one article; clock and siblings make it the whole document.
CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    seq INTEGER NOT NULL,             -- place in the change feed
    scope_seq INTEGER,                -- seq at which what decides its scope last changed
    state TEXT NOT NULL,              -- (derived) draft usable withheld canceled deleted
    conflicts INTEGER NOT NULL,       -- (derived) number of conflicts to list
    siblings INTEGER NOT NULL,        -- (derived) rows in table sibling
    headline TEXT,
    summary TEXT,
    url TEXT,
    language TEXT,
    section TEXT,
    status TEXT,
    comment_policy TEXT,
    date_published TEXT,
    published_ms INTEGER NOT NULL,    -- (derived)
    date_modified TEXT,               -- (derived)
    publisher TEXT,                   -- JSON
    publisher_id TEXT,                -- (derived)
    title_key BLOB,                   -- (derived) Vietnamese dictionary order
    image TEXT,                       -- JSON
    topics TEXT,                      -- JSON object by slug
    authors TEXT,                     -- JSON object by id
    related TEXT,                     -- JSON object by key
    extra TEXT,                       -- JSON object by path: every other register
    deleted TEXT,                     -- JSON
    body TEXT,                        -- JSON array of blocks in reading order
    clock BLOB NOT NULL,
    digest BLOB NOT NULL              -- (derived)
) STRICT;
CREATE INDEX article_seq ON article (seq);
CREATE INDEX article_published ON article (published_ms, id) WHERE state = 'usable';
CREATE INDEX article_section ON article (section, published_ms, id) WHERE state = 'usable';
CREATE INDEX article_conflicts ON article (id) WHERE conflicts > 0;

-- (derived) The topics of articles.
CREATE TABLE article_topic (
    topic TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article,
    PRIMARY KEY (topic, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_topic_article ON article_topic (article);

-- The view of one comment.
CREATE TABLE comment (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    scope_seq INTEGER,
    state TEXT NOT NULL,              -- (derived) pending approved rejected spam withheld deleted
    conflicts INTEGER NOT NULL,       -- (derived)
    siblings INTEGER NOT NULL,        -- (derived)
    article BLOB,                     -- the article's id, which may not have arrived
    parent BLOB,                      -- the comment replied to, which may not have arrived
    created_ms INTEGER NOT NULL,      -- (derived)
    date_created TEXT,
    author TEXT,                      -- JSON
    language TEXT,
    moderation TEXT,                  -- JSON
    extra TEXT,                       -- JSON object by path
    deleted TEXT,                     -- JSON
    text TEXT,
    clock BLOB NOT NULL,
    digest BLOB NOT NULL              -- (derived)
) STRICT;
CREATE INDEX comment_seq ON comment (seq);
CREATE INDEX comment_thread ON comment (article, created_ms, id);
CREATE INDEX comment_queue ON comment (state, created_ms) WHERE state IN ('pending', 'withheld');
CREATE INDEX comment_conflicts ON comment (id) WHERE conflicts > 0;

-- A concurrent value that is not the one in the view.
CREATE TABLE sibling (
    kind INTEGER NOT NULL,            -- 1 article, 2 comment
    document INTEGER NOT NULL,        -- number of the row
    path TEXT NOT NULL,
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    value TEXT NOT NULL,              -- JSON
    PRIMARY KEY (kind, document, path, replica, counter)
) STRICT, WITHOUT ROWID;

-- The change journal: one row a local change. The outbox is state = 0.
CREATE TABLE journal (
    position INTEGER PRIMARY KEY,
    replica INTEGER NOT NULL REFERENCES replica,
    counter INTEGER NOT NULL,         -- of the replica's dots: from 1, contiguous
    txn INTEGER NOT NULL,             -- counter of the first change of the group
    doc BLOB NOT NULL,
    kind INTEGER NOT NULL,
    cid BLOB NOT NULL,
    hlc INTEGER NOT NULL,
    ops TEXT NOT NULL,                -- canonical JSON with the vectors they observed
    hash BLOB NOT NULL,               -- chained to the row before, of the row as first written
    is_amended INTEGER NOT NULL DEFAULT 0,  -- ops or hlc changed since the hash was made
    is_withdrawn INTEGER NOT NULL DEFAULT 0,
    code TEXT,                        -- why it was refused; NULL: it was not
    message TEXT,
    UNIQUE (replica, counter)
) STRICT;
CREATE INDEX journal_document ON journal (doc);

-- Journal rows that no remote has answered for. Apart from the rows themselves, so that an
-- acknowledgement does not write their payload again.
CREATE TABLE pending (
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    PRIMARY KEY (replica, counter)
) STRICT, WITHOUT ROWID;

-- What the journal does not know of a document's history: what pulls and re-reads changed in
-- documents that stood here already, and which values of others a local change superseded.
CREATE TABLE arrival (
    seq INTEGER NOT NULL,
    doc BLOB NOT NULL,
    remote INTEGER,                   -- NULL: a local change superseded values of others
    own INTEGER NOT NULL,             -- who wrote here then, and the head of the journal before
    counter INTEGER NOT NULL,
    changes TEXT NOT NULL,            -- JSON array, a member a register: path, seen and live as
                                      -- they came, past and former as they stood before
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (doc, seq)
) STRICT, WITHOUT ROWID;

-- A remote endpoint and how far the store is with it.
CREATE TABLE remote (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    generation TEXT,
    cursor TEXT,
    acked INTEGER NOT NULL DEFAULT 0,
    acked_hash BLOB NOT NULL,
    durable INTEGER NOT NULL DEFAULT 0,
    scope TEXT,                       -- JSON; NULL: everything
    is_complete INTEGER NOT NULL DEFAULT 0,  -- a pull has come to its end once
    last_pull_ms INTEGER,
    last_push_ms INTEGER,
    last_success_ms INTEGER,
    last_error TEXT,
    clock_skew_ms INTEGER,
    recovery TEXT,                    -- why the pull under way replaces what is here: copied,
                                      -- forked, generation; NULL: it does not
    lock_owner TEXT,                  -- who syncs with it now
    lock_until_ms INTEGER,
    moved INTEGER NOT NULL DEFAULT 0, -- 1: its address was changed and nobody answered there yet;
                                      -- 2: another hub did, to which the store moved; 3: both
    former_scope TEXT,                -- JSON; what was wanted before, and the cursor up to which
    former_cursor TEXT                -- it is here; NULL once a pull has come to its end
) STRICT;

-- Documents to fetch whole, because something of them was refused or came back under another dot.
CREATE TABLE reread (
    remote INTEGER NOT NULL REFERENCES remote,
    doc BLOB NOT NULL,
    PRIMARY KEY (remote, doc)
) STRICT, WITHOUT ROWID;

-- Evictions put off while something of the document is pending.
CREATE TABLE eviction (
    remote INTEGER NOT NULL REFERENCES remote,
    doc BLOB NOT NULL,
    PRIMARY KEY (remote, doc)
) STRICT, WITHOUT ROWID;

-- Documents that a replacing pull has not met yet. Those that are left at its end the remote does
-- not have.
CREATE TABLE unconfirmed (
    remote INTEGER NOT NULL REFERENCES remote,
    doc BLOB NOT NULL,
    PRIMARY KEY (remote, doc)
) STRICT, WITHOUT ROWID;

-- A refused or stranded local change; never deleted without the user.
CREATE TABLE held (
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again
    doc BLOB NOT NULL,
    kind INTEGER NOT NULL,
    cid BLOB NOT NULL,
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    ops TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    held_ms INTEGER NOT NULL
) STRICT;

-- Read and starred state: local, never synced.
CREATE TABLE reading (
    article BLOB PRIMARY KEY,
    read_ms INTEGER,
    starred_ms INTEGER
) STRICT, WITHOUT ROWID;

-- A media file that is here. Its bytes lie beside this file, in `<this file>.media/ab/cdef…`,
-- named by the digits of their SHA-256.
CREATE TABLE media (
    sha256 BLOB PRIMARY KEY,          -- 32 bytes
    content_type TEXT NOT NULL,       -- found in the bytes
    bytes INTEGER NOT NULL,
    width INTEGER,                    -- pixels, if the head of the file says so
    height INTEGER,
    fetched_ms INTEGER NOT NULL,
    last_used_ms INTEGER NOT NULL,
    unused_ms INTEGER                 -- no article refers to it since then; NULL: one does
) STRICT, WITHOUT ROWID;
CREATE INDEX media_last_used ON media (last_used_ms);

-- Where a media file was fetched from; several addresses may have the same file.
CREATE TABLE media_source (
    url TEXT PRIMARY KEY,
    sha256 BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX media_source_sha256 ON media_source (sha256);

-- A media file that could not be fetched, and when to try again.
CREATE TABLE media_failure (
    url TEXT NOT NULL,                -- empty: named by its digest alone
    sha256 BLOB NOT NULL,             -- empty: named by its address alone
    failures INTEGER NOT NULL,
    tried_ms INTEGER NOT NULL,
    retry_ms INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (url, sha256)
) STRICT, WITHOUT ROWID;

-- (derived) The pictures of articles up to store.media_seq. The article may be gone.
CREATE TABLE media_reference (
    article INTEGER NOT NULL,         -- number of the row
    place INTEGER NOT NULL,           -- 0 the leading picture, 1 … those of the body and siblings
    is_shown INTEGER NOT NULL,        -- 0: of a sibling
    url TEXT,
    sha256 BLOB,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_reference_url ON media_reference (url) WHERE url IS NOT NULL;
CREATE INDEX media_reference_sha256 ON media_reference (sha256) WHERE sha256 IS NOT NULL;

-- As an endpoint: how much of each replica's journal is held.
CREATE TABLE ledger (
    replica INTEGER PRIMARY KEY REFERENCES replica,
    counter INTEGER NOT NULL,
    hash BLOB NOT NULL,
    durable INTEGER                   -- the counter that the last verified backup holds
) STRICT;

-- As an endpoint: one row a counter taken; old ones are dropped from the beginning, the newest of
-- a replica never.
CREATE TABLE change_log (
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    hash BLOB NOT NULL,
    verdict TEXT NOT NULL,            -- JSON as answered
    doc BLOB,
    at_ms INTEGER NOT NULL,
    cid BLOB,                         -- of a change that was taken: its id, and the registers that
    paths TEXT,                       -- it wrote, a line each; NULL: an older hub noted the row
    PRIMARY KEY (replica, counter)
) STRICT, WITHOUT ROWID;

-- As an endpoint: the dot under which each applied change stands.
CREATE TABLE change_id (
    cid BLOB PRIMARY KEY,
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- As an endpoint: one change under two dots.
CREATE TABLE alias (
    doc BLOB NOT NULL,
    path TEXT NOT NULL,
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    canonical_replica INTEGER NOT NULL,
    canonical_counter INTEGER NOT NULL,
    PRIMARY KEY (doc, path, replica, counter, canonical_replica, canonical_counter)
) STRICT, WITHOUT ROWID;

-- As an endpoint: another hub with which this one replicates, and how far.
CREATE TABLE peer (
    url TEXT PRIMARY KEY,
    own_generation TEXT NOT NULL,     -- of this hub; under another one all begins anew
    generation TEXT,                  -- of the other
    cursor TEXT,                      -- where the next pull from it goes on
    since INTEGER NOT NULL,           -- registers that changed here after this seq are still to be
                                      -- offered to it
    position INTEGER NOT NULL         -- documents after this seq are
) STRICT, WITHOUT ROWID;

-- The application's resolvers that chose what rows show of concurrent values; no row: none.
CREATE TABLE view_rule (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL
) STRICT;

-- Documents whose rows are still to be made anew by them.
CREATE TABLE stale_view (
    kind INTEGER NOT NULL,            -- 1 article, 2 comment
    document INTEGER NOT NULL,        -- number of the row
    PRIMARY KEY (kind, document)
) STRICT, WITHOUT ROWID;

-- Documents gone for ever: only the id remains.
CREATE TABLE purged (
    doc BLOB PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX purged_seq ON purged (seq);

-- (derived) The search index: fold and tone keys of every syllable, space-joined.
CREATE VIRTUAL TABLE article_search USING fts5 (
    headline_fold, headline_tone, summary_fold, summary_tone, body_fold, body_tone,
    tokenize = 'ascii'
);
CREATE VIRTUAL TABLE comment_search USING fts5 (text_fold, text_tone, tokenize = 'ascii');
