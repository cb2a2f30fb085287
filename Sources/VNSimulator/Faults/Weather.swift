internal import VNRandom
internal import VNSync

/// What the network does to what is on its way.
enum Weather {
    /// Decides a fate.
    static func fate(
        _ point: GatePoint, _ faults: Set<Fault>, _ random: inout SplitMix64
    ) -> Fate {
        let dice = random.below(1000)
        switch point {
        case .request(let sent): return request(sent.path, dice, faults, &random)
        case .response(_, let bytes): return response(bytes, dice, faults, &random)
        case .ended: return .deliver
        }
    }

    private static func request(
        _ path: String, _ dice: Int, _ faults: Set<Fault>, _ random: inout SplitMix64
    ) -> Fate {
        let (fault, fate): (Fault, Fate) =
            switch dice {
            case ..<30: (.lostRequest, .lose)
            case ..<80: (.duplicateRequest, .duplicate)
            case ..<90: (.captivePortal, portal)
            case ..<100:
                (
                    .wrongType,
                    .answer(
                        status: 200, type: "text/plain", text: "OK", retryAfter: nil)
                )
            case ..<110: (.refusal, problem(random.chance(50) ? 401 : 413, nil))
            case ..<130: (.storm, problem(random.pick([429, 500, 503]) ?? 500, 1))
            case ..<145: (.staleAnswer, path == "/v1/pull" ? .stale : .deliver)
            case ..<150: (.hostileRequest, hostile(&random))
            default: (.lostRequest, .deliver)
            }
        return faults.contains(fault) ? fate : .deliver
    }

    private static func response(
        _ bytes: Int, _ dice: Int, _ faults: Set<Fault>, _ random: inout SplitMix64
    ) -> Fate {
        let (fault, fate): (Fault, Fate) =
            switch dice {
            case ..<50: (.lostAnswer, .lose)
            case ..<110: (.cutAnswer, .cut(after: random.below(bytes + 1)))
            // A byte that is no text any more; a change that leaves valid text is left to TLS.
            case ..<130: (.damagedAnswer, .corrupt(at: random.below(bytes + 1), mask: 0x80))
            case ..<135: (.captivePortal, portal)
            case ..<145: (.hostileAnswer, hostile(&random))
            default: (.lostAnswer, .deliver)
            }
        return faults.contains(fault) ? fate : .deliver
    }

    private static let portal = Fate.answer(
        status: 200, type: "text/html", text: "<html><title>Wi-Fi</title></html>", retryAfter: nil)

    private static func hostile(_ random: inout SplitMix64) -> Fate {
        .hostile(
            random.pick(HostilePayload.allCases) ?? .duplicateKey, at: random.below(1 << 20))
    }

    /// A hub that fails.
    static let failure = problem(500, nil)

    private static func problem(_ status: Int, _ retryAfter: Int?) -> Fate {
        .answer(
            status: status, type: "application/problem+json",
            text: "{\"code\":\"hub.simulated\",\"detail\":\"\",\"status\":\(status),"
                + "\"title\":\"\",\"type\":\"about:blank\",\"v\":1}",
            retryAfter: retryAfter)
    }

    /// A word for the trace.
    static func text(_ fate: Fate) -> String {
        switch fate {
        case .deliver: "."
        case .duplicate: "twice"
        case .lose: "lost"
        case .cut(let length): "cut\(length)"
        case .corrupt(let place, _): "damaged\(place)"
        case .answer(let status, _, _, _): "answer\(status)"
        case .hostile(let payload, _): payload.rawValue
        case .stale: "stale"
        case .die: "die"
        }
    }
}
