# Sourced by ./mvnw and ./weir: finds a JDK 25 or newer and exports it as JAVA_HOME.
# The java on the PATH of many machines is older; a JDK 25 beside it is enough. Needs globbing, hence before "set -f".
# Tried in this order; the first that has bin/javac and is new enough is taken.

# Sets jdk_version to the feature version of the JDK in $1 (25 for 25.0.3). Its "release" file answers without a JVM.
jdk_feature() {
  jdk_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jdk_key jdk_value; do
      if [ "$jdk_key" = JAVA_VERSION ]; then jdk_version=$jdk_value; fi
    done <"$1/release"
  fi
  if [ -z "$jdk_version" ] && [ -x "$1/bin/java" ]; then
    jdk_version=$("$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java\.specification\.version = //p')
  fi
  jdk_version=${jdk_version#\"}
  jdk_version=${jdk_version%%[!0-9]*}
}

jdk_accept() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] || return 1
  jdk_feature "$1"
  [ "${jdk_version:-0}" -ge 25 ] || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

# Follows the symbolic links of the javac on the PATH to its JDK.
jdk_on_path() {
  jdk_link=$(command -v javac) || return 0
  while [ -L "$jdk_link" ]; do
    jdk_target=$(readlink "$jdk_link")
    case $jdk_target in
    /*) jdk_link=$jdk_target ;;
    *) jdk_link=${jdk_link%/*}/$jdk_target ;;
    esac
  done
  printf '%s\n' "${jdk_link%/bin/javac}"
}

find_jdk() {
  for jdk in "${JAVA_HOME-}" "${JDK25_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}"; do
    jdk_accept "$jdk" && return 0
  done
  jdk_accept "$(jdk_on_path)" && return 0
  for jdk in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* "${HOME-}"/.jdks/* \
    "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.asdf/installs/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_accept "$jdk" && return 0
  done
  return 1
}

find_jdk || {
  jdk_found=$(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/the java on the PATH is \1/p')
  printf 'Weir needs a JDK 25 or newer, and none was found (%s): install one of any vendor, or set JAVA_HOME to it.\n' \
    "${jdk_found:-there is no java on the PATH}" >&2
  exit 1
}
