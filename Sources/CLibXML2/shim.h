#include <libxml/xmlversion.h>
// Where libxml2 is built with ICU, its header of encodings takes in the system's ICU, whose
// declarations clash with those that Foundation brings. Only the end of a structure that we never
// touch depends on it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

// Whom this thread's parser tells what it cannot read: by default stderr.
typedef struct {
    xmlGenericErrorFunc generic;
    void *genericContext;
    xmlStructuredErrorFunc structured;
    void *structuredContext;
} CLibXML2Listeners;

static inline void CLibXML2Ignore(void *context, const char *message, ...) {
    (void)context;
    (void)message;
}

// Tells nobody, and answers who was told before. A listener with variable arguments can only be
// written in C.
static inline CLibXML2Listeners CLibXML2Silence(void) {
    CLibXML2Listeners before = {
        xmlGenericError, xmlGenericErrorContext, xmlStructuredError, xmlStructuredErrorContext};
    xmlSetGenericErrorFunc(0, CLibXML2Ignore);
    xmlSetStructuredErrorFunc(0, 0);
    return before;
}

static inline void CLibXML2Restore(CLibXML2Listeners before) {
    xmlSetGenericErrorFunc(before.genericContext, before.generic);
    xmlSetStructuredErrorFunc(before.structuredContext, before.structured);
}
