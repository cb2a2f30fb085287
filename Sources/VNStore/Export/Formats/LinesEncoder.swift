internal import VNModel

/// Writes a document a line, in canonical JSON.
struct LinesEncoder: ExportEncoder {
    var passes: [ExportPass] { [ExportPass()] }

    func write(_ article: Article, pass: Int, to output: inout ExportOutput) {
        line(article.json, to: &output)
    }

    func write(_ comment: Comment, pass: Int, to output: inout ExportOutput) {
        line(comment.json, to: &output)
    }

    private func line(_ json: JSONValue, to output: inout ExportOutput) {
        output.element {
            $0.value(json)
            $0.raw("\n")
        }
    }
}
