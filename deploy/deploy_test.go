package deploy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"

	"github.com/entente-kg/entente/ingest/source"
)

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSources(t *testing.T) {
	c, err := source.LoadConfig("sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := url.Parse(c.Contact); err != nil || c.Contact == "" {
		t.Errorf("contact %q: %v", c.Contact, err)
	}
}

// Each line of the crontab is a time, a user and a command; a percent sign would be a line break to cron.
func TestCrontab(t *testing.T) {
	commands := 0
	for line := range strings.Lines(read(t, "cron/entente")) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") || regexp.MustCompile(`^[A-Z_]+=`).MatchString(line) {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 7 {
			t.Fatalf("%q: want five fields of time, a user and a command", line)
		}
		if _, err := cron.ParseStandard(strings.Join(fields[:5], " ")); err != nil {
			t.Error(err)
		}
		if !strings.HasPrefix(fields[6], "/") || strings.Contains(line, "%") {
			t.Errorf("%q: want an absolute path and no percent sign", line)
		}
		commands++
	}
	if commands != 1 {
		t.Errorf("%d commands, want 1", commands)
	}
}

// systemd itself checks the units. The program they start need not be installed where the test runs.
func TestUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("SKIPPED: systemd-analyze is not here, so nothing checks the units")
	}
	units, err := filepath.Glob("systemd/*")
	if err != nil || len(units) != 3 {
		t.Fatal(units, err)
	}
	dir := t.TempDir()
	var copies []string
	for _, unit := range units {
		path := filepath.Join(dir, filepath.Base(unit))
		text := strings.ReplaceAll(read(t, unit), "/usr/local/bin/entente", "/bin/true")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		copies = append(copies, path)
	}
	out, err := exec.Command(analyze, append([]string{"verify", "--man=no"}, copies...)...).CombinedOutput()
	if err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

// node is a YAML tree with a path to ask it by.
type node map[string]any

// at follows a path of keys and indexes; what is missing is nil.
func (n node) at(path ...any) any {
	var v any = n
	for _, step := range path {
		switch x := v.(type) {
		case node:
			v = x[step.(string)]
		case map[string]any:
			v = x[step.(string)]
		case []any:
			i, ok := step.(int)
			if !ok || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func (n node) list(path ...any) (nodes []node) {
	all, _ := n.at(path...).([]any)
	for _, x := range all {
		if m, ok := x.(map[string]any); ok {
			nodes = append(nodes, m)
		}
	}
	return nodes
}

func (n node) text(path ...any) string {
	s, _ := n.at(path...).(string)
	return s
}

func documents(t *testing.T, paths ...string) (docs []node) {
	t.Helper()
	for _, path := range paths {
		dec := yaml.NewDecoder(strings.NewReader(read(t, path)))
		for {
			var d map[string]any
			err := dec.Decode(&d)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			docs = append(docs, d)
		}
	}
	return docs
}

// versions are the API versions of the kinds in use, as Kubernetes 1.25 and later serve them.
var versions = map[string]string{
	"ConfigMap": "v1", "PersistentVolumeClaim": "v1", "Service": "v1", "CronJob": "batch/v1", "Deployment": "apps/v1",
}

// Without a cluster to ask, the references between the objects are checked: they are what goes wrong.
func TestKubernetes(t *testing.T) {
	docs := documents(t, "kubernetes/ingest.yaml", "kubernetes/intake.yaml")
	have := map[string]node{}
	for _, d := range docs {
		kind, name := d.text("kind"), d.text("metadata", "name")
		if versions[kind] == "" || d.text("apiVersion") != versions[kind] || name == "" {
			t.Errorf("%s %s: apiVersion %q, want %q", kind, name, d.text("apiVersion"), versions[kind])
		}
		have[kind+" "+name] = d
	}
	for _, d := range docs {
		switch d.text("kind") {
		case "CronJob":
			if _, err := cron.ParseStandard(d.text("spec", "schedule")); err != nil {
				t.Error(err)
			}
			checkPod(t, have, node(d.at("spec", "jobTemplate", "spec", "template").(map[string]any)))
			if p := d.text("spec", "concurrencyPolicy"); p != "Forbid" {
				t.Errorf("concurrencyPolicy %q: two passes must not meet", p)
			}
		case "Deployment":
			pod := node(d.at("spec", "template").(map[string]any))
			checkPod(t, have, pod)
			if pod.text("metadata", "labels", "app") != d.text("spec", "selector", "matchLabels", "app") || d.at("spec", "replicas") != 1 {
				t.Error("the selector does not select its pods, or there are several of them")
			}
		case "Service":
			checkService(t, have, d)
		case "ConfigMap":
			path := filepath.Join(t.TempDir(), "sources.yaml")
			if err := os.WriteFile(path, []byte(d.text("data", "sources.yaml")), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := source.LoadConfig(path); err != nil {
				t.Error(err)
			}
		}
	}
}

// checkPod checks that all that a pod names is there and that it runs with few rights.
func checkPod(t *testing.T, have map[string]node, pod node) {
	t.Helper()
	volumes := map[string]bool{}
	for _, v := range pod.list("spec", "volumes") {
		volumes[v.text("name")] = true
		if name := v.text("configMap", "name"); name != "" && have["ConfigMap "+name] == nil {
			t.Errorf("no config map %s", name)
		}
		if name := v.text("persistentVolumeClaim", "claimName"); name != "" && have["PersistentVolumeClaim "+name] == nil {
			t.Errorf("no claim %s", name)
		}
	}
	if pod.at("spec", "securityContext", "runAsNonRoot") != true {
		t.Error("the pod may run as root")
	}
	for _, c := range pod.list("spec", "containers") {
		ports := map[string]bool{}
		for _, p := range c.list("ports") {
			ports[p.text("name")] = true
		}
		for _, m := range c.list("volumeMounts") {
			if !volumes[m.text("name")] {
				t.Errorf("%s mounts %s, which is no volume", c.text("name"), m.text("name"))
			}
		}
		for _, probe := range []string{"readinessProbe", "livenessProbe"} {
			if c.at(probe) != nil && !ports[c.text(probe, "httpGet", "port")] {
				t.Errorf("%s of %s asks a port that is not named", probe, c.text("name"))
			}
		}
		if c.at("resources", "limits", "memory") == nil || c.at("securityContext", "readOnlyRootFilesystem") != true {
			t.Errorf("%s has no limit of memory, or may write everywhere", c.text("name"))
		}
	}
}

func checkService(t *testing.T, have map[string]node, d node) {
	t.Helper()
	target := have["Deployment "+d.text("spec", "selector", "app")]
	if target == nil {
		t.Fatalf("service %s selects nothing", d.text("metadata", "name"))
	}
	var ports []string
	for _, p := range target.list("spec", "template", "spec", "containers", 0, "ports") {
		ports = append(ports, p.text("name"))
	}
	for _, p := range d.list("spec", "ports") {
		if !slices.Contains(ports, p.text("targetPort")) {
			t.Errorf("service %s leads to port %q; there are %v", d.text("metadata", "name"), p.text("targetPort"), ports)
		}
	}
}

func TestCompose(t *testing.T) {
	d := documents(t, "compose/compose.yaml")[0]
	services, _ := d.at("services").(map[string]any)
	volumes, _ := d.at("volumes").(map[string]any)
	if len(services) == 0 {
		t.Fatal("no services")
	}
	for name, v := range services {
		s := node(v.(map[string]any))
		if s.text("image") == "" {
			t.Errorf("%s has no image", name)
		}
		for _, other := range names(s.at("depends_on")) {
			if services[other] == nil {
				t.Errorf("%s depends on %s, which is not there", name, other)
			}
		}
		for _, m := range names(s.at("volumes")) {
			from, _, _ := strings.Cut(m, ":")
			if _, declared := volumes[from]; !declared && !strings.HasPrefix(from, ".") {
				t.Errorf("%s mounts volume %s, which is not declared", name, from)
			}
			if strings.HasPrefix(from, ".") {
				if _, err := os.Stat(filepath.Join("compose", from)); err != nil {
					t.Error(err)
				}
			}
		}
		for _, p := range names(s.at("ports")) {
			if !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s opens port %s to other machines", name, p)
			}
		}
	}
	t.Run("docker", func(t *testing.T) {
		if err := exec.Command("docker", "compose", "version").Run(); err != nil {
			t.Skipf("SKIPPED: docker compose is not here, so only our own checks were made: %v", err)
		}
		cmd := exec.Command("docker", "compose", "-f", "compose/compose.yaml", "config", "--quiet")
		cmd.Env = append(os.Environ(), "ENTENTE_INTAKE_TOKEN=test")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("docker compose config: %v\n%s", err, out)
		}
	})
}

// names are the entries of a list, or the keys of a map.
func names(v any) (all []string) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			all = append(all, fmt.Sprint(e))
		}
	case map[string]any:
		for k := range x {
			all = append(all, k)
		}
	}
	slices.Sort(all)
	return all
}
