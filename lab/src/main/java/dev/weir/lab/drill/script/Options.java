package dev.weir.lab.drill.script;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code --name=value} lines at the top of a script. */
final class Options {
    /** Those that mean something, and the form of their values. */
    private static final Map<String, Pattern> KNOWN = Map.ofEntries(
            Map.entry("ip_version", Pattern.compile("ipv4|ipv6|ipv4-mapped-ipv6")),
            Map.entry("profile", Pattern.compile("linux|freebsd|rfc")),
            Map.entry("tolerance_usecs", Pattern.compile("\\d{1,9}")),
            Map.entry("tolerance_percent", Pattern.compile("\\d{1,3}(\\.\\d{1,6})?")),
            Map.entry("mtu", Pattern.compile("\\d{1,5}")),
            Map.entry("mss", Pattern.compile("\\d{1,5}")),
            Map.entry("bind_port", Pattern.compile("\\d{1,5}")),
            Map.entry("connect_port", Pattern.compile("\\d{1,5}")),
            Map.entry("local_ip", Pattern.compile("[0-9a-fA-F:.]+")),
            Map.entry("remote_ip", Pattern.compile("[0-9a-fA-F:.]+(/\\d+)?")),
            Map.entry("gateway_ip", Pattern.compile("[0-9a-fA-F:.]+")),
            Map.entry("netmask_ip", Pattern.compile("[0-9.]+")),
            Map.entry("strict_segments", Pattern.compile("")),
            Map.entry("non_fatal", Pattern.compile("(packet|syscall)(,(packet|syscall))?")),
            Map.entry("tcp_ts_tick_usecs", Pattern.compile("\\d{1,9}")),
            Map.entry("define", Pattern.compile("\\w+(=.*)?", Pattern.DOTALL)));

    /** Those that only concern how packetdrill itself runs. */
    private static final Set<String> IGNORED = Set.of("verbose", "debug", "dry_run", "so_filename", "so_flags",
            "tun_dev", "persistent_tun_dev", "is_anyip", "send_omit_free", "speed", "code_command", "wire_client",
            "wire_server", "wire_server_ip", "wire_server_at", "wire_server_port", "wire_client_dev",
            "wire_server_dev", "tcp_ts_ecr_scaled", "timeout");

    final Map<String, String> values = new LinkedHashMap<>();
    final Map<String, String> settings = new LinkedHashMap<>();

    /** @throws NotApplicable for an option that nobody knows here */
    void read(Cursor cursor) {
        int line = cursor.line();
        cursor.expect("--");
        String name = cursor.word();
        String value = cursor.peek() == '=' ? value(cursor) : "";
        switch (name) {
            case "config" -> {
                int equals = value.indexOf('=');
                if (equals < 1) throw new ScriptError(line, "--config=key=value expected");
                settings.put(value.substring(0, equals), value.substring(equals + 1));
            }
            case "code_format" -> demand(value.equals("python"), "--code_format=" + value);
            case "code_sockopt" -> demand(value.isEmpty() || value.startsWith("TCP_"), "--code_sockopt=" + value);
            case "psp_udp_port" -> throw Unclaimed.PSP.obstacle();
            case "tcp_md5_secret" -> throw Unclaimed.MD5.obstacle();
            default -> {
                if (IGNORED.contains(name)) return;
                Pattern form = KNOWN.get(name);
                demand(form != null, "option --" + name);
                if (!form.matcher(value).matches()) {
                    throw new ScriptError(line, "--" + name + " cannot be '" + value + "': expected is " + form);
                }
                if (name.endsWith("_port") || name.equals("mtu") || name.equals("mss")) {
                    if (Integer.parseInt(value) > 65535) throw new ScriptError(line, "--" + name + " is beyond 65535");
                }
                values.put(name, value);
            }
        }
    }

    private static String value(Cursor cursor) {
        cursor.expect("=");
        if (cursor.peek() == '"') {
            cursor.expect("\"");
            return cursor.through("\"");
        }
        var value = new StringBuilder(cursor.upTo("\"`"));
        for (String quote : new String[] {"\"", "`"}) {
            if (cursor.startsWith(quote)) {
                cursor.expect(quote);
                value.append(quote).append(cursor.through(quote)).append(quote);
            }
        }
        return value.toString();
    }

    private static void demand(boolean holds, String what) {
        if (!holds) throw new NotApplicable(what);
    }

    /** Percent, 0..999.999999; null if it is not said. */
    BigDecimal tolerancePercent() {
        String percent = values.get("tolerance_percent");
        return percent == null ? null : new BigDecimal(percent);
    }
}
