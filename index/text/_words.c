/* Go through a text word by word: what is quicker in C than with Python's patterns and lists. */

#include "_text.h"

#define REVISION 5 /* of what in_c.py gives out */

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "index.text._words", "A text word by word, compiled.", -1, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__words(void)
{
    fill_crc_table();
    PyObject *made = PyModule_Create(&module);
    if (made && (PyModule_AddFunctions(made, token_methods) || PyModule_AddFunctions(made, time_methods) ||
                 PyModule_AddFunctions(made, sketch_methods) || PyModule_AddFunctions(made, run_methods) ||
                 PyModule_AddIntConstant(made, "REVISION", REVISION))) {
        Py_DECREF(made);
        return NULL;
    }
    return made;
}
