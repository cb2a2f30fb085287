#include <libxml/xmlversion.h>
// Where libxml2 is built with ICU, its header of encodings takes in the system's ICU, whose
// declarations clash with those that Foundation brings. Only the end of a structure that we never
// touch depends on it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
