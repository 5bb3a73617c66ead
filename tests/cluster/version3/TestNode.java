import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;
import org.opensearch.transport.TransportService;

/**
 * One OpenSearch node for the tests: {@code java -cp JARS TestNode.java HOME [KEY=VALUE ...]}.
 *
 * It prints the ports that it got, and ends when its standard input does, so that it can't outlive the tests.
 */
public final class TestNode extends Node {
    private static final PluginInfo HTTP = new PluginInfo(
            Netty4ModulePlugin.class.getName(), "", "", Version.CURRENT, "21", Netty4ModulePlugin.class.getName(), null,
            List.of(), false);

    private TestNode(Environment environment) {
        super(environment, List.of(HTTP), false);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder().put("path.home", Path.of(arguments[0]).toString());
        for (int place = 1; place < arguments.length; place++) {
            String[] pair = arguments[place].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Environment environment =
                InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), null, () -> "test-node");
        TestNode node = new TestNode(environment);
        node.start();
        int http = node.injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        int transport = node.injector().getInstance(TransportService.class).boundAddress().publishAddress().getPort();
        System.out.println("ports " + http + " " + transport);
        while (System.in.read() >= 0) {}
        Runtime.getRuntime().halt(0);
    }
}
