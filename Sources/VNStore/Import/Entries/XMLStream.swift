internal import CLibXML2
internal import VNModel

/// Takes an XML document apart into the elements below its containers, without ever holding more
/// than one chunk and the elements in it.
///
/// Nothing outside the document is loaded and no entity is declared: a document type may stand
/// there, but a document that declares entities is refused where it does so. Depth and size of an
/// element are bounded.
///
/// - Source: XML 1.0, by libxml2's push parser; see decision VN-0014.
final class XMLStream {
    /// An element below a container, or why it could not be taken.
    enum Piece {
        case element(XMLElement)
        case tooLarge(line: Int)
    }

    /// Elements that stand inside each other. More would cost stack.
    private static let depthLimit = 64
    /// Bytes that an element costs besides its text and attributes.
    private static let elementCost = 32

    private let context: xmlParserCtxtPtr
    private let state = State()
    private var isFinished = false

    init() throws(ImportError) {
        var handler = XMLStream.handler
        let data = Unmanaged.passUnretained(state).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, data, nil, 0, nil) else {
            throw ImportError(ImportError.tooLarge, reason: "no memory for a parser")
        }
        self.context = context
        state.context = context
        xmlCtxtUseOptions(
            context,
            Int32(
                XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
                    | XML_PARSE_NOWARNING.rawValue))
    }

    deinit {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
    }

    /// The pieces that were closed since the last call.
    func takePieces() -> [Piece] {
        defer { state.pieces = [] }
        return state.pieces
    }

    /// The name of the document's root.
    var root: String? { state.root }

    /// The language that the root, or a container in it, names.
    var language: String? { state.language }

    /// Reads the next bytes; none at the end.
    ///
    /// - Throws: ``ImportError`` `import.invalid-xml`, `import.xml-entities`,
    ///   `import.invalid-utf8`, `import.truncated`, with the line. The pieces before it can be
    ///   taken.
    func read(_ bytes: [UInt8]) throws(ImportError) {
        guard !isFinished else { return }
        isFinished = bytes.isEmpty
        let result = XMLStream.silently {
            bytes.withUnsafeBytes { buffer in
                xmlParseChunk(
                    context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(buffer.count), isFinished ? 1 : 0)
            }
        }
        if let failure = state.failure {
            isFinished = true
            throw failure
        }
        guard result != 0 || isFinished && context.pointee.wellFormed == 0 else { return }
        let isAtEnd = isFinished
        isFinished = true
        throw error(code: result, isAtEnd: isAtEnd)
    }

    /// Runs the parser so that it writes nothing: what it cannot decode it would tell on stderr,
    /// bytes of the document included. The setting belongs to the thread.
    private static func silently<Value>(_ parse: () -> Value) -> Value {
        let before = CLibXML2Silence()
        defer { CLibXML2Restore(before) }
        return parse()
    }

    private func error(code: Int32, isAtEnd: Bool) -> ImportError {
        let last = xmlCtxtGetLastError(context)
        let line = Int(last?.pointee.line ?? 0)
        switch UInt32(bitPattern: code) {
        case XML_ERR_INVALID_CHAR.rawValue, XML_ERR_INVALID_ENCODING.rawValue,
            XML_I18N_CONV_FAILED.rawValue, XML_ERR_UNSUPPORTED_ENCODING.rawValue:
            return ImportError(
                ImportError.invalidUTF8, line: line,
                reason: "bytes that are not of the document's encoding")
        default: break
        }
        if isAtEnd {
            return ImportError(
                ImportError.truncated, line: line, reason: "the document ends early")
        }
        return ImportError(
            ImportError.invalidXML, line: line, reason: "not well-formed (libxml2: \(code))")
    }
}

extension XMLStream {
    /// What the parser's calls gather.
    fileprivate final class State {
        var context: xmlParserCtxtPtr?
        var pieces: [Piece] = []
        var root: String?
        var language: String?
        var failure: ImportError?
        /// The elements that are open, from one below a container on.
        private var open: [XMLElement] = []
        private var containers: [String] = []
        /// Text that belongs to the innermost open element, in the pieces the parser hands over.
        private var pending: [UInt8] = []
        private var cost = 0
        /// Open elements of a piece that is read over.
        private var skippedDepth = 0
        private var skippedLine = 0

        var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) }

        func refuse(_ error: ImportError) {
            failure = failure ?? error
            if let context { xmlStopParser(context) }
        }

        func begin(_ element: XMLElement) {
            if skippedDepth > 0 { return skippedDepth += 1 }
            takeText()
            if root == nil { root = element.name }
            if open.isEmpty, isContainer(element) {
                containers.append(element.name)
                language = element.attributes["xml:lang"] ?? language
                return
            }
            open.append(element)
            let size = element.attributes.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
            spend(XMLStream.elementCost + element.name.utf8.count + size)
        }

        func end() {
            if skippedDepth > 0 {
                skippedDepth -= 1
                if skippedDepth == 0 { pieces.append(.tooLarge(line: skippedLine)) }
                return
            }
            takeText()
            guard let element = open.popLast() else {
                if !containers.isEmpty { containers.removeLast() }
                return
            }
            if open.isEmpty {
                cost = 0
                pieces.append(.element(element))
            } else {
                open[open.count - 1].parts.append(.element(element))
            }
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard skippedDepth == 0, !open.isEmpty else { return }
            pending.append(contentsOf: bytes)
            spend(bytes.count)
        }

        private func takeText() {
            guard !pending.isEmpty, !open.isEmpty else { return }
            open[open.count - 1].parts.append(.text(String(decoding: pending, as: UTF8.self)))
            pending.removeAll(keepingCapacity: true)
        }

        private func spend(_ bytes: Int) {
            cost += bytes
            guard cost > ImportLimits.documentBytes || open.count > XMLStream.depthLimit else {
                return
            }
            skippedDepth = open.count
            skippedLine = open.first?.line ?? 0
            (open, pending, cost) = ([], [], 0)
        }

        /// What holds entries rather than being one.
        private func isContainer(_ element: XMLElement) -> Bool {
            switch (containers.last, element.name) {
            case (nil, _): true
            case ("rss", "channel"): true
            default: false
            }
        }
    }

    fileprivate static func state(_ data: UnsafeMutableRawPointer?) -> State? {
        data.map { Unmanaged<State>.fromOpaque($0).takeUnretainedValue() }
    }

    fileprivate static func string(_ text: UnsafePointer<UInt8>?) -> String? {
        text.map { String(cString: $0) }
    }

    /// The attributes, of which each is five pointers: name, prefix, vocabulary, begin and end of
    /// the value.
    fileprivate static func attributes(
        _ count: Int32, _ pointers: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) -> [String: String] {
        guard let pointers else { return [:] }
        var result: [String: String] = [:]
        for index in 0..<Int(count) {
            let part = pointers + 5 * index
            guard let name = string(part[0]), let start = part[3], let end = part[4] else {
                continue
            }
            let prefix = string(part[1]).map { "\($0):" } ?? ""
            result[prefix + name] = String(
                decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
        return result
    }

    fileprivate static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { data, name, _, address, _, _, count, _, attributes in
            guard let state = XMLStream.state(data) else { return }
            state.begin(
                XMLElement(
                    name: XMLStream.string(name) ?? "",
                    vocabulary: XMLElement.Vocabulary(address: XMLStream.string(address)),
                    attributes: XMLStream.attributes(count, attributes), line: state.line))
        }
        handler.endElementNs = { data, _, _, _ in XMLStream.state(data)?.end() }
        handler.characters = { data, text, count in
            XMLStream.state(data)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
        }
        handler.cdataBlock = handler.characters
        handler.getEntity = { _, name in xmlGetPredefinedEntity(name) }
        handler.entityDecl = { data, _, _, _, _, _ in
            guard let state = XMLStream.state(data) else { return }
            state.refuse(
                ImportError(
                    ImportError.entities, line: state.line, reason: "declares entities"))
        }
        return handler
    }
}
