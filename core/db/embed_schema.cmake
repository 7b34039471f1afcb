# Writes OUT: the contents of the schema FILES as string literals, in order (cmake -DFILES=… -DOUT=… -P).
set(text "// Made from core/db/schema.\n#include \"core/db/migrations.h\"\n\nnamespace segue::db {\n\n")
string(APPEND text "const std::vector<Migration>& migrations()\n{\n    static const std::vector<Migration> all {\n")
foreach(path IN LISTS FILES)
  get_filename_component(name ${path} NAME_WE)
  string(REGEX MATCH "^[0-9]+" digits ${name})
  math(EXPR number "${digits}")
  file(READ ${path} sql)
  # Compilers limit the length of one literal: cut at blank lines between statements.
  string(REPLACE "\n\n" "\n)sql\"\n            R\"sql(" sql "${sql}")
  string(APPEND text "        {${number}, \"${name}\",\n            R\"sql(${sql})sql\"},\n")
endforeach()
string(APPEND text "    };\n    return all;\n}\n\n} // namespace segue::db\n")
file(WRITE ${OUT} "${text}")
