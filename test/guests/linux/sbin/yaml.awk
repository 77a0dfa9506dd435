function ind(s) { match(s, /^ */); return RLENGTH }
function trim(s) { sub(/^[ \t]+/, "", s); sub(/[ \t]+$/, "", s); return s }
function unq(s,  q) {
  s = trim(s); q = substr(s, 1, 1)
  if (length(s) > 1 && (q == "\"" || q == "'") && substr(s, length(s), 1) == q) {
    s = substr(s, 2, length(s) - 2)
    if (q == "'") gsub(/''/, "'", s)
    else { gsub(/\\"/, "\"", s); gsub(/\\\//, "/", s) }
  }
  return s
}
function emit(p, v) { print p "\t" v }
function nocomment(s,  i, c, q) {
  for (i = 1; i <= length(s); i++) { c = substr(s, i, 1)
    if (q) { if (c == "\\" && q == "\"") i++; else if (c == q) q = "" }
    else if ((c == "\"" || c == "'") && (i == 1 || index(" \t[{,:", substr(s, i-1, 1)))) q = c
    else if (c == "#" && (i == 1 || substr(s, i-1, 1) ~ /[ \t]/)) return substr(s, 1, i-1) }
  return s
}
function join(p, k) { return p == "" ? k : p "/" k }
# flow: F is the text, P the position
function ws() { while (substr(F, P, 1) ~ /[ \t\n]/ && P <= length(F)) P++ }
function tok(stop,  c, q, s) {
  ws(); c = substr(F, P, 1); s = ""
  if (c == "\"" || c == "'") { q = c; s = c; P++
    while (P <= length(F)) { c = substr(F, P, 1); s = s c; P++
      if (c == "\\" && q == "\"") { s = s substr(F, P, 1); P++ } else if (c == q) break }
    return unq(s) }
  while (P <= length(F) && index(stop, substr(F, P, 1)) == 0) { s = s substr(F, P, 1); P++ }
  return trim(s)
}
function flow(p,  c, k, n) {
  ws(); c = substr(F, P, 1)
  if (c == "[") { P++; n = 0
    while (1) { ws(); c = substr(F, P, 1)
      if (c == "]" || c == "") { P++; return }
      if (c == ",") { P++; continue }
      flow(join(p, n++)) } }
  if (c == "{") { P++
    while (1) { ws(); c = substr(F, P, 1)
      if (c == "}" || c == "") { P++; return }
      if (c == ",") { P++; continue }
      k = tok(":,}"); ws(); if (substr(F, P, 1) == ":") P++
      flow(join(p, k)) } }
  emit(p, tok(",]}"))
}
function balanced(s,  i, c, d, q) {
  for (i = 1; i <= length(s); i++) { c = substr(s, i, 1)
    if (q) { if (c == "\\" && q == "\"") i++; else if (c == q) q = "" }
    else if (c == "\"" || (c == "'" && index(" [{,:", substr(s, i-1, 1)))) q = c
    else if (index("[{", c)) d++; else if (index("]}", c)) d-- }
  return d <= 0
}
function value(p, v, pind,  s, b, first, x) {
  if (v ~ /^[|>]/) { s = ""; b = -1; first = 1
    while (I <= N && (RAW[I] ~ /^ *$/ || ind(RAW[I]) > pind)) {
      x = RAW[I]; if (b < 0 && x !~ /^ *$/) b = ind(x)
      x = substr(x, b + 1); gsub(/\\/, "\\\\", x)
      s = s x "\\n"; I++ }
    while (s ~ /\\n\\n$/) s = substr(s, 1, length(s) - 2)
    if (v ~ /-/) sub(/\\n$/, "", s)
    emit(p, s); return }
  if (index("[{", substr(v, 1, 1))) { F = v
    while (!balanced(F) && I <= N) F = F "\n" L[I++]
    P = 1; flow(p); return }
  emit(p, unq(v))
}
function skip() { while (I <= N && (L[I] ~ /^[ \t]*$/ || L[I] ~ /^---/ || L[I] ~ /^\.\.\./)) I++ }
function block(n, p,  i, k, v, s, m, list) {
  i = 0; list = substr(L[I], n + 1) ~ /^-( |$)/
  while (1) { skip(); if (I > N || ind(L[I]) != n) return
    s = substr(L[I], n + 1)
    if (list && s !~ /^-( |$)/) return          # a list may sit at its key's own indent
    if (s ~ /^-( |$)/) {
      v = trim(substr(s, 2))
      if (v == "") { I++; skip(); if (I <= N && ind(L[I]) > n) block(ind(L[I]), join(p, i)); i++; continue }
      if (v ~ /^-( |$)/ || v ~ /^("[^"]*"|'[^']*'|[^[{"' ][^:]*):( |$)/) {
        m = n + 1 + match(substr(s, 2), /[^ ]/) - 1
        L[I] = sprintf("%" m "s", "") v; block(m, join(p, i++)); continue }
      I++; value(join(p, i++), v, n); continue }
    if (match(s, /^("[^"]*"|'[^']*'|[^:]+):( |$)/)) {
      k = substr(s, 1, RLENGTH); sub(/: ?$/, "", k); k = unq(k); v = trim(substr(s, RLENGTH + 1)); I++
      if (v != "") { value(join(p, k), v, n); continue }
      skip()
      if (I <= N && (ind(L[I]) > n || (ind(L[I]) == n && substr(L[I], n + 1) ~ /^-( |$)/))) block(ind(L[I]), join(p, k))
      continue }
    I++
  }
}
{ sub(/\r$/, ""); N++; RAW[N] = $0; L[N] = nocomment($0) }
END { I = 1; skip()
  if (I > N) exit
  if (index("[{", substr(trim(L[I]), 1, 1))) { F = ""; while (I <= N) F = F L[I++] "\n"; P = 1; flow("") }
  else block(ind(L[I]), "") }
