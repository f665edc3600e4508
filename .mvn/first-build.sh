# Sourced by ./mvnw. Until a build has succeeded here, Maven and the libraries may still have to be fetched. Without a
# network that ends in a page of errors, so the first builds run below a filter that says it in one line instead.
# Later builds are not touched. "$0" and "$@" are those of ./mvnw.

first_build_done="$(dirname "$0")/target/first-build-done"

if [ -z "${WEIR_FIRST_BUILD-}" ] && [ ! -e "$first_build_done" ]; then
  case "${1-}" in -v | --version | -h | --help) first_build_wanted=false ;; *) first_build_wanted=true ;; esac
  if $first_build_wanted; then
    export WEIR_FIRST_BUILD=1
    [ -t 1 ] && set -- -Dstyle.color=always "$@"
    exec 4>&1 # the status leaves on descriptor 3, past the filter; the output on 4, past the substitution
    first_build_status=$({ { sh "$0" "$@" 2>&1; printf '%s\n' $? >&3; } | awk '
      /Could not transfer (artifact|metadata)|Failed to fetch .*apache-maven|Cannot access .* in offline mode/ { offline = 1 }
      !offline { print; fflush() }
      END {
        if (offline) print "The first build needs the network: Maven and the libraries have not been fetched yet " \
          "(a proxy or mirror goes into ~/.m2/settings.xml, or MVNW_REPOURL)."
      }' >&4; } 3>&1)
    # Only a whole build fetches all there is to fetch.
    case "$first_build_status $* " in
    "0 "*" verify "* | "0 "*" install "*) mkdir -p "$(dirname "$first_build_done")" && : >"$first_build_done" ;;
    esac
    exit "$first_build_status"
  fi
fi
