BEGIN;
PRAGMA application_id = 1447973721;
PRAGMA user_version = 3;
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
CREATE TABLE replica (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    is_own INTEGER NOT NULL DEFAULT 0, -- this store's present and former ids
    counter INTEGER NOT NULL DEFAULT 0 -- highest counter that a document here has ever seen; of
                                      -- the present own id, the journal's counts
) STRICT;
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
CREATE TABLE article_topic (
    topic TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article,
    PRIMARY KEY (topic, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_topic_article ON article_topic (article);
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
CREATE TABLE pending (
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    PRIMARY KEY (replica, counter)
) STRICT, WITHOUT ROWID;
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
                                      -- 2: another hub did, to which the store moved
    former_scope TEXT,                -- JSON; what was wanted before, and the cursor up to which
    former_cursor TEXT                -- it is here; NULL once a pull has come to its end
) STRICT;
CREATE TABLE reread (
    remote INTEGER NOT NULL REFERENCES remote,
    doc BLOB NOT NULL,
    PRIMARY KEY (remote, doc)
) STRICT, WITHOUT ROWID;
CREATE TABLE eviction (
    remote INTEGER NOT NULL REFERENCES remote,
    doc BLOB NOT NULL,
    PRIMARY KEY (remote, doc)
) STRICT, WITHOUT ROWID;
CREATE TABLE unconfirmed (
    remote INTEGER NOT NULL REFERENCES remote,
    doc BLOB NOT NULL,
    PRIMARY KEY (remote, doc)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE reading (
    article BLOB PRIMARY KEY,
    read_ms INTEGER,
    starred_ms INTEGER
) STRICT, WITHOUT ROWID;
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
CREATE TABLE media_source (
    url TEXT PRIMARY KEY,
    sha256 BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX media_source_sha256 ON media_source (sha256);
CREATE TABLE media_failure (
    url TEXT NOT NULL,                -- empty: named by its digest alone
    sha256 BLOB NOT NULL,             -- empty: named by its address alone
    failures INTEGER NOT NULL,
    tried_ms INTEGER NOT NULL,
    retry_ms INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (url, sha256)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE ledger (
    replica INTEGER PRIMARY KEY REFERENCES replica,
    counter INTEGER NOT NULL,
    hash BLOB NOT NULL,
    durable INTEGER                   -- the counter that the last verified backup holds
) STRICT;
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
CREATE TABLE change_id (
    cid BLOB PRIMARY KEY,
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE alias (
    doc BLOB NOT NULL,
    path TEXT NOT NULL,
    replica INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    canonical_replica INTEGER NOT NULL,
    canonical_counter INTEGER NOT NULL,
    PRIMARY KEY (doc, path, replica, counter, canonical_replica, canonical_counter)
) STRICT, WITHOUT ROWID;
CREATE TABLE peer (
    url TEXT PRIMARY KEY,
    own_generation TEXT NOT NULL,     -- of this hub; under another one all begins anew
    generation TEXT,                  -- of the other
    cursor TEXT,                      -- where the next pull from it goes on
    since INTEGER NOT NULL,           -- registers that changed here after this seq are still to be
                                      -- offered to it
    position INTEGER NOT NULL         -- documents after this seq are
) STRICT, WITHOUT ROWID;
CREATE TABLE view_rule (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL
) STRICT;
CREATE TABLE stale_view (
    kind INTEGER NOT NULL,            -- 1 article, 2 comment
    document INTEGER NOT NULL,        -- number of the row
    PRIMARY KEY (kind, document)
) STRICT, WITHOUT ROWID;
CREATE TABLE purged (
    doc BLOB PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX purged_seq ON purged (seq);
CREATE VIRTUAL TABLE article_search USING fts5 (
    headline_fold, headline_tone, summary_fold, summary_tone, body_fold, body_tone,
    tokenize = 'ascii'
);
CREATE VIRTUAL TABLE comment_search USING fts5 (text_fold, text_tone, tokenize = 'ascii');
INSERT INTO store (id, replica, name, created_ms, token, is_copied, hlc, seq, counter, head_hash, search_seq, generation, recovering_ms, media_seq, documents, digest_sum, backup_ms) VALUES (1, 1, NULL, 1770000000000, '16237171', 0, 115998720000000009, 11, 10, X'74F3BF807844EDEFF580C5DBAB534D3F', 11, '7wn54h0x9d7jm', NULL, 0, 5, X'FF9066C82AF7C7486B186166B2F8C92F', NULL);
INSERT INTO replica (number, id, is_own, counter) VALUES (1, '64p6bw1y1zw41', 1, 0);
INSERT INTO replica (number, id, is_own, counter) VALUES (2, '5e2dt67fy4s4w', 0, 1);
INSERT INTO article (number, id, seq, scope_seq, state, conflicts, siblings, headline, summary, url, language, section, status, comment_policy, date_published, published_ms, date_modified, publisher, publisher_id, title_key, image, topics, authors, related, extra, deleted, body, clock, digest) VALUES (1, X'01900000000070008000000000000001', 7, 1, 'usable', 1, 1, 'Mùa sen của An', NULL, NULL, NULL, 'doi-song', NULL, NULL, '2026-03-01T08:00:00+07:00', 1772326800000, '2026-02-02T02:40:00Z', '{"id":"bao-thu","name":"Báo Thử","type":"Organization"}', 'bao-thu', X'1C260C0124131D0110260C010C1D0003010104008040', NULL, '{"du-lich":true}', NULL, NULL, NULL, NULL, '[{"id":"p1","order":"K","role":"paragraph","text":"Đoạn mở đầu."},{"id":"p2","order":"f","role":"paragraph","text":"Đoạn kết."}]', X'0107050101019C1C38A40000000601030106019C1C38A40000050202010106010408686561646C696E65', X'90E04199C2096FC7D74FFE7DC1EBEE59');
INSERT INTO article (number, id, seq, scope_seq, state, conflicts, siblings, headline, summary, url, language, section, status, comment_policy, date_published, published_ms, date_modified, publisher, publisher_id, title_key, image, topics, authors, related, extra, deleted, body, clock, digest) VALUES (2, X'01900000000070008000000000000002', 8, 3, 'usable', 0, 0, 'Chợ nổi sáng sớm', 'Bị từ chối', NULL, NULL, 'doi-song', NULL, NULL, '2026-03-01T08:00:00+07:00', 1772326800000, '2026-02-02T02:40:00Z', '{"id":"bao-thu","name":"Báo Thử","type":"Organization"}', 'bao-thu', X'101720011D1F1801240C1D160124201C00070104010601060080', NULL, '{"du-lich":true}', NULL, NULL, NULL, NULL, '[{"id":"p1","order":"K","role":"paragraph","text":"Đoạn mở đầu."},{"id":"p2","order":"f","role":"paragraph","text":"Đoạn kết."}]', X'0108050103019C1C38A40000020501010107019C1C38A400000601040773756D6D617279', X'D299A00956C887F9F9AA4B8DA65F62C1');
INSERT INTO article (number, id, seq, scope_seq, state, conflicts, siblings, headline, summary, url, language, section, status, comment_policy, date_published, published_ms, date_modified, publisher, publisher_id, title_key, image, topics, authors, related, extra, deleted, body, clock, digest) VALUES (3, X'01900000000070008000000000000003', 11, 11, 'usable', 0, 0, 'Đường tàu ven biển', 'Chờ gửi', NULL, NULL, 'kinh-te', NULL, NULL, '2026-03-01T08:00:00+07:00', 1772326800000, '2026-02-02T02:40:00Z', '{"id":"bao-thu","name":"Báo Thử","type":"Organization"}', 'bao-thu', X'1227201D1601250C260128131D010F18141D000301030101040080', NULL, '{"du-lich":true}', NULL, NULL, NULL, NULL, '[{"id":"p1","order":"K","role":"paragraph","text":"Đoạn mở đầu."},{"id":"p2","order":"f","role":"paragraph","text":"Đoạn kết."}]', X'0108050105019C1C38A4000004060201010A019C1C38A4000009050108019C1C38A40000070202040773656374696F6E080773756D6D617279', X'861BBFAA7AD85D6977AB16D12D5F4ED9');
INSERT INTO article_topic (topic, article) VALUES ('du-lich', 1);
INSERT INTO article_topic (topic, article) VALUES ('du-lich', 2);
INSERT INTO article_topic (topic, article) VALUES ('du-lich', 3);
INSERT INTO comment (number, id, seq, scope_seq, state, conflicts, siblings, article, parent, created_ms, date_created, author, language, moderation, extra, deleted, text, clock, digest) VALUES (1, X'01901111000070008000000000000001', 2, 2, 'pending', 0, 0, X'01900000000070008000000000000001', NULL, 1772330400000, '2026-03-01T09:00:00+07:00', '{"name":"An"}', NULL, NULL, NULL, NULL, 'Ý kiến 1', X'0104010102019C1C38A4000001', X'342AEDD448E5D5BB1A64BDC343EC45DD');
INSERT INTO comment (number, id, seq, scope_seq, state, conflicts, siblings, article, parent, created_ms, date_created, author, language, moderation, extra, deleted, text, clock, digest) VALUES (2, X'01901111000070008000000000000002', 10, 4, 'deleted', 0, 0, X'01900000000070008000000000000002', NULL, 1772330400000, '2026-03-01T09:00:00+07:00', '{"name":"An"}', NULL, NULL, NULL, '{"at":"2026-02-02T02:40:00Z","saw":{"64p6bw1y1zw41":4}}', 'Ý kiến 2', X'0105050104019C1C38A40000030601010109019C1C38A400000801040764656C65746564', X'E1CFD7A64E679C62080E42C6D961E35F');
INSERT INTO sibling (kind, document, path, replica, counter, hlc, value) VALUES (1, 1, 'headline', 2, 1, 115998720000000001, '"Mùa sen của Bình"');
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (1, 1, 1, 1, X'01900000000070008000000000000001', 1, X'019C1C38A40076ECB26BB017690269BB', 115998720000000000, '[{"path":"body/p1","value":{"order":"K","role":"paragraph","text":"Đoạn mở đầu."}},{"path":"body/p2","value":{"order":"f","role":"paragraph","text":"Đoạn kết."}},{"path":"datePublished","value":"2026-03-01T08:00:00+07:00"},{"path":"headline","value":"Mùa sen Tây Hồ"},{"path":"publisher","value":{"id":"bao-thu","name":"Báo Thử","type":"Organization"}},{"path":"section","value":"doi-song"},{"path":"topics/du-lich","value":true}]', X'B62D1247FC533F61798A5284A44D4C9E', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (10, 1, 10, 10, X'01900000000070008000000000000003', 1, X'019C1C38A4007BED9015D031D4BE2DBE', 115998720000000009, '[{"path":"section","seen":{"64p6bw1y1zw41":5},"value":"kinh-te"}]', X'74F3BF807844EDEFF580C5DBAB534D3F', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (2, 1, 2, 2, X'01901111000070008000000000000001', 2, X'019C1C38A4007109AABCBB70958009EE', 115998720000000001, '[{"path":"articleId","value":"01900000-0000-7000-8000-000000000001"},{"path":"author","value":{"name":"An"}},{"path":"dateCreated","value":"2026-03-01T09:00:00+07:00"},{"path":"text","value":"Ý kiến 1"}]', X'6AEA4D182711AEE1424655FA98D1230F', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (3, 1, 3, 3, X'01900000000070008000000000000002', 1, X'019C1C38A4007F54B13C1CEC45804B2B', 115998720000000002, '[{"path":"body/p1","value":{"order":"K","role":"paragraph","text":"Đoạn mở đầu."}},{"path":"body/p2","value":{"order":"f","role":"paragraph","text":"Đoạn kết."}},{"path":"datePublished","value":"2026-03-01T08:00:00+07:00"},{"path":"headline","value":"Chợ nổi sáng sớm"},{"path":"publisher","value":{"id":"bao-thu","name":"Báo Thử","type":"Organization"}},{"path":"section","value":"doi-song"},{"path":"topics/du-lich","value":true}]', X'996FD71053DD4947D0247797226D987D', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (4, 1, 4, 4, X'01901111000070008000000000000002', 2, X'019C1C38A4007E71A7A3E2AC8D45893D', 115998720000000003, '[{"path":"articleId","value":"01900000-0000-7000-8000-000000000002"},{"path":"author","value":{"name":"An"}},{"path":"dateCreated","value":"2026-03-01T09:00:00+07:00"},{"path":"text","value":"Ý kiến 2"}]', X'3754824C5A0863B9ECB8A5CD69705A94', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (5, 1, 5, 5, X'01900000000070008000000000000003', 1, X'019C1C38A4007C61A69BD577B0BC7AD0', 115998720000000004, '[{"path":"body/p1","value":{"order":"K","role":"paragraph","text":"Đoạn mở đầu."}},{"path":"body/p2","value":{"order":"f","role":"paragraph","text":"Đoạn kết."}},{"path":"datePublished","value":"2026-03-01T08:00:00+07:00"},{"path":"headline","value":"Đường tàu ven biển"},{"path":"publisher","value":{"id":"bao-thu","name":"Báo Thử","type":"Organization"}},{"path":"section","value":"doi-song"},{"path":"topics/du-lich","value":true}]', X'22EE8F876845EF68DC868F76C883CA99', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (6, 1, 6, 6, X'01900000000070008000000000000001', 1, X'019C1C38A4007DD3A75A6915E7BB5E97', 115998720000000005, '[{"path":"headline","seen":{"64p6bw1y1zw41":1},"value":"Mùa sen của An"}]', X'A250E15CE6A1876BF9995E662F433056', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (7, 1, 7, 7, X'01900000000070008000000000000002', 1, X'019C1C38A40070C6A1556A1A81D965BF', 115998720000000006, '[{"path":"summary","value":"Bị từ chối"}]', X'7B19DDF9A30CE08AC7BD2EB5C41B4E33', 0, 0, 'limits', 'too many');
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (8, 1, 8, 8, X'01900000000070008000000000000003', 1, X'019C1C38A4007565B0A263FB10379E48', 115998720000000007, '[{"path":"summary","value":"Chờ gửi"}]', X'D6AE19B1F5A38287904410F55C4A4AB9', 0, 0, NULL, NULL);
INSERT INTO journal (position, replica, counter, txn, doc, kind, cid, hlc, ops, hash, is_amended, is_withdrawn, code, message) VALUES (9, 1, 9, 9, X'01901111000070008000000000000002', 2, X'019C1C38A4007DFEAA35A512200975E2', 115998720000000008, '[{"path":"deleted","value":{"at":"2026-02-02T02:40:00Z","saw":{"64p6bw1y1zw41":4}}}]', X'0F67D4733C911D7B291E3C305FB4F431', 0, 0, NULL, NULL);
INSERT INTO pending (replica, counter) VALUES (1, 10);
INSERT INTO pending (replica, counter) VALUES (1, 8);
INSERT INTO pending (replica, counter) VALUES (1, 9);
INSERT INTO arrival (seq, doc, remote, own, counter, changes, at_ms) VALUES (7, X'01900000000070008000000000000001', 1, 1, 6, '[{"former":[[1,6,115998720000000005]],"live":[[2,1,115998720000000001],[1,6,115998720000000005]],"past":[[1,6]],"path":"headline","seen":[[2,1],[1,1]]}]', 1770000000000);
INSERT INTO remote (number, name, url, generation, cursor, acked, acked_hash, durable, scope, is_complete, last_pull_ms, last_push_ms, last_success_ms, last_error, clock_skew_ms, recovery, lock_owner, lock_until_ms, moved, former_scope, former_cursor) VALUES (1, 'hub', 'http://hub.example/', NULL, 'cursor', 7, X'7B19DDF9A30CE08AC7BD2EB5C41B4E33', 0, NULL, 1, 1770000000000, 1770000000000, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL);
INSERT INTO reread (remote, doc) VALUES (1, X'01900000000070008000000000000002');
INSERT INTO held (number, doc, kind, cid, replica, counter, ops, code, message, held_ms) VALUES (1, X'01900000000070008000000000000002', 1, X'019C1C38A40070C6A1556A1A81D965BF', 1, 7, '[{"path":"summary","value":"Bị từ chối"}]', 'limits', 'too many', 1770000000000);
INSERT INTO article_search (rowid, headline_fold, headline_tone, summary_fold, summary_tone, body_fold, body_tone) VALUES (1, 'mua sen cua an', 'mua2 sen cua3 an', '', '', 'doan mo dau doan ket', 'đoan6 mơ3 đâu2 đoan6 kêt5');
INSERT INTO article_search (rowid, headline_fold, headline_tone, summary_fold, summary_tone, body_fold, body_tone) VALUES (2, 'cho noi sang som', 'chơ6 nôi3 sang5 sơm5', 'bi tu choi', 'bi6 tư2 chôi5', 'doan mo dau doan ket', 'đoan6 mơ3 đâu2 đoan6 kêt5');
INSERT INTO article_search (rowid, headline_fold, headline_tone, summary_fold, summary_tone, body_fold, body_tone) VALUES (3, 'duong tau ven bien', 'đương2 tau2 ven biên3', 'cho gui', 'chơ2 gưi3', 'doan mo dau doan ket', 'đoan6 mơ3 đâu2 đoan6 kêt5');
INSERT INTO comment_search (rowid, text_fold, text_tone) VALUES (1, 'y kien 1', 'y5 kiên5 1');
COMMIT;
