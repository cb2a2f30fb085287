/// How pages look. Nothing is loaded for it.
enum HTMLStyle {
    /// What a page may do: show pictures, and nothing else.
    static let policy =
        "default-src 'none'; img-src http: https: file:; style-src 'unsafe-inline'; "
        + "base-uri 'none'; form-action 'none'"

    static let sheet = """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 1.125rem/1.65 system-ui, sans-serif; }
        main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { line-height: 1.25; margin: 0 0 .75rem; }
        h2 { line-height: 1.3; margin: 2rem 0 .75rem; font-size: 1.25rem; }
        .lead { font-weight: 600; }
        .origin, .notice, figcaption, footer { font-size: .9rem; opacity: .8; }
        figure { margin: 1.5rem 0; }
        img { max-width: 100%; height: auto; }
        .absent { border: 1px dashed; padding: 2rem 1rem; text-align: center; }
        blockquote { margin: 1.5rem 0; padding-left: 1rem; border-left: .25rem solid; }
        .thread, .thread ol { list-style: none; padding: 0; }
        .thread ol { margin-left: 1.25rem; padding-left: .75rem; border-left: 1px solid; }
        .thread p { margin: .25rem 0 .75rem; overflow-wrap: anywhere; }
        a:focus-visible { outline: .2rem solid; }
        """
}
